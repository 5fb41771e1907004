import { expect } from 'chai'
import fc from 'fast-check'
import { hostsIn } from '../../src/cases/site.ts'
import { codesIn, isOver, isWave, signal } from '../../src/cases/trouble.ts'

describe('trouble', () => {
  it('folds codes and names, so that one thing counts once', () => {
    expect(codesIn('ＥＲ　３２３、er-321')).to.deep.equal(['ER323', 'ER321'])
    expect(codesIn('分からない')).to.deep.equal([])
    expect(signal('merchant', 'ﾔﾏﾄ*ｼｮｯﾌﾟ')?.key).to.equal(
      signal('merchant', 'ヤマト　ショップ')?.key,
    )
    expect(signal('service', ' 。・ ')).to.equal(null)
  })

  it('takes sites out of what was told, and nobody’s address', () => {
    expect(
      hostsIn('https://www.Pay-Check.example/login?x=1 から入力、mail は a@post.example'),
    ).to.deep.equal(['pay-check.example'])
    expect(signal('merchant', 'WWW.SHOP-A.EXAMPLE')).to.deep.equal({
      kind: 'site',
      key: 'SHOP-A.EXAMPLE',
      shown: 'shop-a.example',
    })
    expect(signal('merchant', 'SHOP-A EXAMPLE')?.kind).to.equal('merchant')
  })

  it('one site is one, however it is written, and nothing else of its address is one', () => {
    for (const written of [
      'http://pay.example/login.php',
      'HTTPS://WWW.PAY.EXAMPLE:8080/index.html?next=other.example',
      'ｐａｙ．ｅｘａｍｐｌｅ／',
      'pay.example.',
      'hxxps://pay[.]example',
      '入力先はpay.exampleです',
      'https://www.bank.example@pay.example/x',
      'SMSのpay.exampleから。連絡先は taro.yamada.x@mail.example、控えはscan.pdf',
    ])
      expect(hostsIn(written), written).to.deep.equal(['pay.example'])
    for (const written of ['https://日本語.example/', '日本語.example', 'XN--WGV71A119E.example'])
      expect(hostsIn(written), written).to.deep.equal(['xn--wgv71a119e.example'])
    expect(hostsIn('https://例え.テスト/a b.example'), 'in any script').to.deep.equal([
      'xn--r8jz45g.xn--zckzah',
      'b.example',
    ])
    const alike = signal('merchant', 'pаy.example')
    expect(alike?.shown, 'what looks alike is told apart').to.contain('xn--')
  })

  it('one shop is one, however its name and its legal form are written', () => {
    const key = (written: string) => signal('merchant', written)?.key
    for (const written of [
      '株式会社ヤマトスーパー',
      '㈱ﾔﾏﾄ ｽｰﾊﾟｰ',
      'ヤマトスーパ-（株）',
      'やまと　スーパー',
      'カ）ヤマト・スーパー',
      '㍿ヤマトスーパー',
    ])
      expect(key(written), written).to.equal('ヤマトスーパー')
    expect(key('Northlake Gadgets Co., Ltd.')).to.equal(key('ＮＯＲＴＨＬＡＫＥ*GADGETS'))
    expect(key('株式会社'), 'nothing else is left').to.equal('株式会社')
    expect(key('Incheon Foods')).to.equal('INCHEONFOODS')
  })

  it('three customers within a day are a wave where it is new, ten are not where ten are usual', () => {
    expect(isWave({ lastDay: 2, before: 0 })).to.equal(false)
    expect(isWave({ lastDay: 3, before: 0 })).to.equal(true)
    expect(isWave({ lastDay: 10, before: 300 })).to.equal(false)
    expect(isWave({ lastDay: 29, before: 300 })).to.equal(false)
    expect(isWave({ lastDay: 30, before: 300 })).to.equal(true)
    expect(isWave({ lastDay: 3, before: 30 }), 'once a day on average').to.equal(true)
    expect(isWave({ lastDay: 3, before: 31 })).to.equal(false)
  })

  it('no wave is over as it begins, and more reports never end one', () => {
    const seen = fc.record({
      lastDay: fc.nat(200),
      before: fc.nat(1500),
    })
    fc.assert(fc.property(seen, (each) => !(isWave(each) && isOver(each))))
    fc.assert(
      fc.property(seen, (each) => isOver(each) || !isOver({ ...each, lastDay: each.lastDay + 1 })),
    )
  })
})
