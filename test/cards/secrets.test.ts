import { expect } from 'chai'
import fc from 'fast-check'
import { findSecret } from '../../src/cards/secrets.ts'
import { formatCaseNumber } from '../../src/cases/number.ts'
import { cardNumber, withLuhnDigit } from './card-numbers.ts'

const written = (ten: string) => (digits: string) => {
  const all = ten.includes(' ') ? ten.split(' ') : [...ten]
  return digits.replace(/\d/g, (digit) => all[Number(digit)] ?? '')
}
const MANNERS = {
  plain: (digits: string) => digits,
  wide: written('０１２３４５６７８９'),
  kanji: written('〇一二三四五六七八九'),
  formal: written('零壱弐参四伍六七八九'),
  circled: written('⓪①②③④⑤⑥⑦⑧⑨'),
  dark: written('⓿❶❷❸❹❺❻❼❽❾'),
  bold: written('𝟎 𝟏 𝟐 𝟑 𝟒 𝟓 𝟔 𝟕 𝟖 𝟗'),
  outlined: written('𝟘 𝟙 𝟚 𝟛 𝟜 𝟝 𝟞 𝟟 𝟠 𝟡'),
  typewritten: written('𝟶 𝟷 𝟸 𝟹 𝟺 𝟻 𝟼 𝟽 𝟾 𝟿'),
  keycaps: written([...'0123456789'].map((digit) => `${digit}\uFE0F\u20E3`).join(' ')),
  struck: written([...'0123456789'].map((digit) => `${digit}\u0336`).join(' ')),
  lowered: written('₀₁₂₃₄₅₆₇₈₉'),
  thai: written('๐๑๒๓๔๕๖๗๘๙'),
  bracketed: (digits: string) =>
    digits.replace(/[1-9]/g, (digit) => '⑴⑵⑶⑷⑸⑹⑺⑻⑼'[Number(digit) - 1] ?? ''),
  dotted: (digits: string) =>
    digits.replace(/[1-9]/g, (digit) => '⒈⒉⒊⒋⒌⒍⒎⒏⒐'[Number(digit) - 1] ?? ''),
  arabic: written('٠١٢٣٤٥٦٧٨٩'),
  raised: written('⁰¹²³⁴⁵⁶⁷⁸⁹'),
  hiragana: written('ゼロ いち に さん よん ご ろく なな はち きゅう'),
  english: (digits: string) =>
    written('zero one two three four five six seven eight nine')(
      digits.replace(/\d/g, '$& '),
    ).trim(),
  lawful: written('〇壱弐参肆伍陸漆捌玖'),
  roman: (digits: string) =>
    digits.replace(/[1-9]/g, (digit) => 'ⅠⅡⅢⅣⅤⅥⅦⅧⅨ'[Number(digit) - 1] ?? ''),
  traders: written('〇〡〢〣〤〥〦〧〨〩'),
  unseen: (digits: string) =>
    digits.replace(/\d/g, (digit) => String.fromCodePoint(0xe0030 + Number(digit))),
  romaji: (digits: string) =>
    written('rei ichi ni san yon go roku nana hachi kyuu')(digits.replace(/\d/g, '$& ')).trim(),
  katakana: written('マル ワン ツー スリー フォー ファイブ ロク セブン エイト ナイン'),
}
const SEPARATORS = [
  ' ',
  '　',
  '\n',
  '\r\n',
  '\t',
  '-',
  '－',
  '‐',
  '–',
  '—',
  '―',
  '−',
  'ー',
  '一',
  '.',
  '・',
  '、',
  '/',
  ':',
  '_',
  ' - ',
  '...',
  '\u200B',
  '\u00AD',
  '|',
  '★',
  '💳',
  ' の ',
  'と',
  ' と ',
  '\u2028',
  '\u3000\n\u3000',
  '~',
  '〜',
  '～',
  '\u058A',
  '\u2043',
  '\u2E3A',
  '\uFE58',
  '\uFF70',
  '=',
  '+',
  "'",
  '・・・',
  ')(',
  '&nbsp;',
  '%20',
  '\\n',
  '<br>',
  '</td><td>',
]
const manner = fc.constantFrom(...Object.values(MANNERS))
const separator = fc.constantFrom(...SEPARATORS)
/** Cuts after these counts of digits. */
const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 12, maxLength: 20 })
const cut = (digits: string, sizes: readonly number[]) => {
  const parts: string[] = []
  for (let at = 0, turn = 0; at < digits.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 4
    parts.push(digits.slice(at, at + size))
    at += size
  }
  return parts
}
const around = fc.constantFrom(
  ['', ''],
  ['カード番号は', 'です。'],
  ['お客様より ', ' とのこと'],
  ['①', '、有効期限12/28'],
  ['2026/11/23 10:30 受付\n', '\n090-0000-0101 へ折り返し'],
  ['card ', ' amex'],
  ['番号：', 'に変更'],
  ['0005と', '一件'],
)
const kindOf = (text: string) => findSecret(text)?.kind ?? null
const mustFind = (arbitrary: fc.Arbitrary<string>, numRuns: number) =>
  fc.assert(
    fc.property(arbitrary, (text) => {
      expect(kindOf(text), 'not found').to.equal('card_number')
    }),
    { numRuns },
  )

describe('the guard: card numbers', () => {
  it('finds one of every network in every manner of writing', () => {
    mustFind(
      fc
        .tuple(cardNumber, manner, around)
        .map(([number, write, [before, after]]) => before + write(number) + after),
      3000,
    )
  })

  it('finds one in pieces, with one kind of separator', () => {
    mustFind(
      fc
        .tuple(
          cardNumber,
          manner,
          fc.integer({ min: 1, max: 8 }),
          separator.filter((s) => s !== '一'),
          around,
        )
        .map(
          ([number, write, size, between, [before, after]]) =>
            before + cut(number, [size]).map(write).join(between) + after,
        ),
      5000,
    )
  })

  it('finds one in pieces of any size', () => {
    const parted = fc.tuple(
      cardNumber,
      cuts,
      fc.array(
        separator.filter((s) => !/[一:/]/.test(s)),
        { minLength: 20, maxLength: 20 },
      ),
      around,
    )
    mustFind(
      parted.map(([number, sizes, between, [before, after]]) => {
        const parts = cut(number, sizes)
        return (
          before +
          parts.map((part, at) => part + (at < parts.length - 1 ? between[at] : '')).join('') +
          after
        )
      }),
      5000,
    )
  })

  it('finds the usual layouts with every separator, the kanji one too', () => {
    mustFind(
      fc
        .tuple(cardNumber, separator, fc.constantFrom(MANNERS.plain, MANNERS.wide))
        .map(([number, between, write]) =>
          cut(number, number.length === 15 ? [4, 6, 5] : number.length === 14 ? [4, 6, 4] : [4])
            .map(write)
            .join(between),
        ),
      3000,
    )
  })

  it('finds one with every digit in a manner of its own, and letters for 0 and 1', () => {
    mustFind(
      fc
        .tuple(
          cardNumber,
          fc.array(
            fc.constantFrom(
              MANNERS.plain,
              MANNERS.wide,
              MANNERS.kanji,
              MANNERS.circled,
              MANNERS.bold,
            ),
            { minLength: 19, maxLength: 19 },
          ),
        )
        .map(([number, writes]) =>
          [...number].map((digit, at) => writes[at]?.(digit) ?? digit).join(''),
        ),
      2000,
    )
    mustFind(
      cardNumber.map(
        (number) =>
          number[0] + number.slice(1, -1).replaceAll('0', 'O').replaceAll('1', 'l') + number.at(-1),
      ),
      1000,
    )
  })

  it('finds one whose end looks like a telephone number behind digits in disguise', () => {
    const digits = (count: number) =>
      fc.array(fc.nat(9), { minLength: count, maxLength: count }).map((all) => all.join(''))
    const inDisguise = fc.constantFrom(MANNERS.circled, MANNERS.dark, MANNERS.kanji, MANNERS.formal)
    mustFind(
      fc.tuple(digits(1), digits(7), inDisguise).map(([third, rest, write]) => {
        const number = withLuhnDigit(`36${third}050${rest}`)
        return write(number.slice(0, 3)) + number.slice(3)
      }),
      500,
    )
  })

  it('finds one in the escapes of another program', () => {
    const each = (write: (digit: string) => string) => (number: string) =>
      number.replace(/\d/g, write)
    const code = (digit: string) => digit.charCodeAt(0).toString(16)
    const escaped = fc.constantFrom(
      each((digit) => `&#${digit.charCodeAt(0)};`),
      each((digit) => `&#x${code(digit)};`),
      each((digit) => `%${code(digit)}`),
      each((digit) => `%25${code(digit)}`),
      each((digit) => `\\u00${code(digit)}`),
      (number: string) => encodeURIComponent(MANNERS.wide(number)),
      (number: string) => cut(number, [4]).join('%E3%83%BC'),
    )
    mustFind(
      fc
        .tuple(cardNumber, escaped, around)
        .map(([number, write, [before, after]]) => before + write(number) + after),
      1000,
    )
  })

  it('finds one with words between the groups in which it stands on the card', () => {
    const told = fc.constantFrom(
      ...[
        'ハイフン',
        ' スペース ',
        ' dash ',
        ' hyphen ',
        ' and then ',
        '、次が',
        '、それから',
        'で、',
      ],
      ...['、えーと、', '、はい、', 'ね、', '番の', 'x', '改行'],
    )
    const onCard = cardNumber.filter((number) => [15, 16, 19].includes(number.length))
    const inGroups = (number: string) => cut(number, number.length === 15 ? [4, 6, 5] : [4])
    mustFind(
      fc
        .tuple(onCard, told, fc.constantFrom(MANNERS.plain, MANNERS.wide, MANNERS.circled))
        .map(([number, between, write]) => inGroups(number).map(write).join(between)),
      2000,
    )
    const count = fc.constantFrom(
      (group: string, at: number) => `${at + 1}. ${group}`,
      (group: string, at: number) => `${at + 1}つ目は${group}`,
      (group: string, at: number) => `${'①②③④⑤'[at]}${group}`,
      (group: string, at: number) => `${['最初の', '次の', '次の', '最後の'][at] ?? ''}4桁${group}`,
    )
    mustFind(
      fc
        .tuple(onCard, count, fc.constantFrom('\n', '、', ' '))
        .map(([number, write, by]) => inGroups(number).map(write).join(by)),
      1000,
    )
  })

  it('finds one with its expiry behind it, as on the stripe', () => {
    mustFind(
      fc
        .tuple(cardNumber, fc.constantFrom('1228', '2812', '0930', '1228123', '28121234'))
        .filter(([number]) => number.length > 13)
        .map(([number, expiry]) => number + expiry),
      1000,
    )
  })

  it('lets numbers pass that no network gives', () => {
    fc.assert(
      fc.property(cardNumber, fc.integer({ min: 1, max: 9 }), (number, by) => {
        const wrong = number.slice(0, -1) + ((Number(number.at(-1)) + by) % 10)
        expect(kindOf(`番号 ${wrong}`)).to.equal(null)
        expect(kindOf(`番号 ${withLuhnDigit(`9${number.slice(1, -1)}`)}`)).to.equal(null)
      }),
      { numRuns: 1000 },
    )
  })
})

const digits = (length: number) =>
  fc.array(fc.nat(9), { minLength: length, maxLength: length }).map((all) => all.join(''))
const wideOrNot = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.constantFrom(MANNERS.plain, MANNERS.wide)).map(([each, write]) => write(each))

describe('the guard: codes and passwords', () => {
  it('finds 3 or 4 digits beside the words for PIN and security code', () => {
    const word = fc.constantFrom(
      ['暗証番号', 'pin'],
      ['あんしょうばんごう', 'pin'],
      ['暗証', 'pin'],
      ['PIN', 'pin'],
      ['ＰＩＮ', 'pin'],
      ['PINコード', 'pin'],
      ['ピンコード', 'pin'],
      ['セキュリティコード', 'cvv'],
      ['ｾｷｭﾘﾃｨｺｰﾄﾞ', 'cvv'],
      ['セキュリティーコード', 'cvv'],
      ['CVV', 'cvv'],
      ['CVV2', 'cvv'],
      ['cvc', 'cvv'],
      ['CID', 'cvv'],
      ['裏面の3桁', 'cvv'],
    )
    const between = fc.constantFrom(
      ' ',
      '：',
      'は',
      'は「',
      'を聞いた ',
      '\n\n\n',
      '=',
      'の番号は、',
    )
    const code = fc.oneof(digits(3), digits(4))
    const parted = fc
      .tuple(code, fc.constantFrom('', ' ', '-', '・', '、'))
      .map(([plain, by]) => [...plain].join(by))
    const write = fc.constantFrom(MANNERS.plain, MANNERS.wide, MANNERS.kanji, MANNERS.circled)
    const after = fc.constantFrom('', 'です', '。', ' とのこと', 'だそうです', '\n次の件')
    fc.assert(
      fc.property(word, between, parted, write, after, ([name = '', kind], gap, text, how, end) => {
        expect(kindOf(name + gap + how(text) + end)).to.equal(kind)
      }),
      { numRuns: 3000 },
    )
    expect(kindOf('暗証番号は1234番です')).to.equal('pin')
    expect(kindOf('暗証番号1234')).to.equal('pin')
    expect(kindOf('CVV123')).to.equal('cvv')
    expect(kindOf('cvv234')).to.equal('cvv')
    expect(kindOf('暗証番号はいちにさんよん')).to.equal('pin')
  })

  it('finds one-time codes', () => {
    for (const text of [
      '認証コードは482913',
      'ワンタイムパスワード：４８２９１３',
      'OTP 482 913',
      '確認コード 4829',
      'one-time password is 482913',
      '認証番号は四八二九一三です',
    ])
      expect(kindOf(text), text).to.equal('one_time_code')
  })

  it('finds a password that is stated', () => {
    for (const text of [
      'パスワードはabc123',
      'パスワード：abc123',
      'パスワード abc123',
      'ﾊﾟｽﾜｰﾄﾞはａｂｃ１２３です',
      'ぱすわーどは abc123',
      'パスワードは「himawari」',
      'パスワードはhimawari',
      'パスワードは12345678',
      'パスワードを Tanaka#77 に変更',
      '新しいパスワードはNew-Pass#26です',
      'password: abc123',
      'password is abc123',
      'PW=abc123',
      'pw:hunter',
      'パスワードは0123',
      'パスコード 4829',
      'パスワード(abc123)',
      'パスワードは、p@ssword とのこと',
    ])
      expect(kindOf(text), text).to.equal('password')
  })
})

describe('the guard: ordinary notes', () => {
  const two = (max: number, min = 0) =>
    fc.integer({ min, max }).map((n) => String(n).padStart(2, '0'))
  const phone = fc
    .tuple(
      fc.constantFrom('090', '080', '070', '050'),
      digits(4),
      digits(4),
      fc.constantFrom('-', '', ' ', '－', 'ー'),
    )
    .map(([a, b, c, by]) => [a, b, c].join(by))
  const abroad = fc
    .tuple(
      fc.constantFrom('+81 90', '+81-3', '+1 212', '+44 20', '+86 138', '+65', '+852', '+82-10'),
      digits(4),
      digits(4),
      fc.constantFrom('-', ' '),
    )
    .map(([a, b, c, by]) => [a, b, c].join(by))
  const otherPhone = fc.oneof(
    abroad,
    fc.tuple(digits(2), digits(8)).map(([a, b]) => `+49 ${a} ${b}`),
    fc.tuple(digits(3), digits(3)).map(([a, b]) => `0120-${a}-${b}`),
    fc.tuple(digits(3), digits(3)).map(([a, b]) => `0570-${a}${b}`),
    fc.tuple(digits(4), digits(4)).map(([a, b]) => `(03)${a}-${b}`),
  )
  const parcel = fc
    .tuple(digits(4), digits(4), digits(4), fc.constantFrom('-', ''))
    .map(([a, b, c, by]) => [a, b, c].join(by))
  const era = fc
    .tuple(
      fc.constantFrom('S', 'H', 'R'),
      fc.integer({ min: 1, max: 63 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      fc.constantFrom('/', '.', '-'),
    )
    .map(([letter, year, month, dayOf, by]) => letter + [year, month, dayOf].join(by))
  const day = fc
    .date({ min: new Date('1930-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  const date = fc
    .tuple(day, fc.constantFrom('-', '/', '.', ''))
    .map(([iso, by]) => iso.replaceAll('-', by))
  const jaDate = day.map((iso) => iso.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日'))
  const time = fc.tuple(two(23), two(59)).map((all) => all.join(':'))
  const amount = fc
    .integer({ min: 1, max: 9_999_999 })
    .map((yen) => `${yen.toLocaleString('en')}円`)
  const caseNumber = fc
    .tuple(day, fc.integer({ min: 1, max: 9999 }))
    .map(([iso, serial]) => formatCaseNumber(`2026${iso.slice(4)}`, serial))
  const tracking = fc.tuple(digits(3), digits(2), digits(5), digits(1)).map((all) => all.join('-'))
  const last4 = fc
    .tuple(fc.constantFrom('…', '下4桁', '末尾', '下四桁は'), digits(4))
    .map((all) => all.join(''))
  const cards = fc.tuple(last4, digits(4)).map(([one, other]) => `${one}と${other}のカード`)
  const count = fc
    .tuple(fc.integer({ min: 1, max: 999 }), fc.constantFrom('回', '件', '枚', '分', '名'))
    .map((all) => all.join(''))
  const member = fc
    .tuple(fc.constantFrom('会員番号', '会員番号：', '会員番号は'), digits(8))
    .map((all) => all.join(''))
  const code = fc.constantFrom('ER323', 'ER321', 'G12', 'G42', 'G83')
  const postal = fc.tuple(digits(3), digits(4)).map((all) => `〒${all.join('-')}`)
  const word = fc.constantFrom(
    'お客様より',
    '暗証番号の件、',
    'パスワードを変更',
    'パスワードは未設定、',
    '折り返し',
    '有効期限',
    'セキュリティコードは伺わず、',
    'ロック解除、',
    'チャージ',
    'カードB',
    'の履歴を確認。',
    '認証コードが届かない。',
    'ご本人',
    'password reset ',
    'に',
    'は',
    '一度',
    '四谷支店',
    '二、三日',
    'CVVはお聞きしていない',
  )
  const fact = wideOrNot(
    fc.oneof(
      phone,
      date,
      jaDate,
      time,
      amount,
      caseNumber,
      tracking,
      last4,
      cards,
      count,
      member,
      code,
      postal,
      otherPhone,
      parcel,
      era,
    ),
  )
  const end = fc.constantFrom('、', '。', 'です。', '\n', 'に連絡。', ' ')
  const sentence = fc.tuple(word, fact, end).map((all) => all.join(''))

  it('are not refused', () => {
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 6 }), (sentences) => {
        expect(kindOf(sentences.join(''))).to.equal(null)
      }),
      { numRuns: 10_000 },
    )
  })

  it('are not refused when numbers stand side by side', () => {
    const row = fc.array(
      fc.oneof(phone, date, time, caseNumber, tracking, otherPhone, parcel, era, amount),
      {
        minLength: 2,
        maxLength: 5,
      },
    )
    fc.assert(
      fc.property(row, fc.constantFrom(' ', '\n', '、', ' / '), (facts, by) => {
        expect(kindOf(facts.join(by))).to.equal(null)
      }),
      { numRuns: 3000 },
    )
  })

  it('may speak of passwords, PINs and codes', () => {
    for (const text of [
      'パスワード変更の履歴はカードB（末尾1111）のみ。カードA（末尾0005）はなし',
      'パスワードを3回間違えてロック。末尾0005',
      'パスワードを変更',
      'パスワードは2026年11月に変更',
      'パスワードは2026-11-23に設定済み',
      'パスワード 11/23 に再設定',
      'パスワードは10:30に変更',
      'パスワード…末尾0005',
      'パスワードは090-0000-0101への電話で案内',
      'パスワードの件、261123-0042-7を参照',
      'パスワードは100,000円のチャージ前に変更',
      'パスワードはAMEXのカードのもの',
      'パスワードはSMSで届く',
      'パスワード、ER323',
      'パスワードはあさぎりネットで変更',
      'パスワードは3Dセキュア用',
      'パスワード: 未設定',
      'password reset by customer',
      'The password is wrong.',
      'password: changed by the customer',
      'password/PIN not asked',
      'password for card …0005',
      'パスワードは https://example.jp から変更',
      'パスワードは8桁以上',
      'パスワード 2回',
      '暗証番号は4桁',
      '暗証番号を3回間違えた',
      '暗証番号を2026年に変更',
      '暗証番号の件、下4桁0005',
      '暗証番号ロック、末尾0005のカード',
      '暗証番号は伺っておりません。090-0000-0101',
      '暗証番号エラー（G42）',
      '暗証番号にしくじった',
      '暗証番号の照会 1,200円',
      '暗証番号について、ごくまれに',
      'PIN locked, card …0005',
      'opinion 1234',
      'shipping 1234',
      'ピンク 1234',
      'セキュリティコードは3桁',
      'セキュリティコード…聞かない',
      '認証コードが届かない。会員番号12345678',
      'ワンタイムパスワードの電話番号が古い 090-0000-0101',
      'ワンタイムパスワード 2026-11-23 から',
      '認証番号 100,000円',
      'ワンタイムパスワードが3回届かない',
      '〇月×日、海外ネットサイト',
      '一二三四五六七八九十',
      '海外 USD 120.00',
      'IP 192.0.2.10',
      '受付番号261123-0042-7',
      'someone twofold, phone network',
      '簡易書留 000-00-00001-1',
      '',
    ])
      expect(kindOf(text), text).to.equal(null)
  })

  it('are read in linear time, and any text is taken', () => {
    const fillers = [
      'あ',
      '1 ',
      '12:',
      '4,',
      'パスワードは',
      '暗証番号',
      '0-',
      '\n',
      'にし',
      '１',
      '①',
      '1,234',
      '(',
      '090-0000-',
      ' ',
      '-',
      'aaaa',
      '\u0301',
      '\uD800',
    ]
    for (const filler of fillers) {
      const small = filler.repeat(Math.ceil(100 / filler.length))
      const large = filler.repeat(Math.ceil(100_000 / filler.length))
      expect(() => findSecret(small)).to.not.throw()
      expect(() => findSecret(large)).to.not.throw()
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(() => findSecret(text)).to.not.throw()
      }),
    )
  })
})
