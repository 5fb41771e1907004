import { expect } from 'chai'
import fc from 'fast-check'
import { codesIn, hostsIn, isOver, isWave, signal } from '../../src/cases/trouble.ts'

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
