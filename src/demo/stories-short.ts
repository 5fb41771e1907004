import { closing, HOUR, personOf, type Table, verify, words, wrapUp } from './story-table.ts'

/** Calls that touch no card. */

/** It drops before anything is known. */
export async function hungUp({ call, told, close, later }: Table): Promise<void> {
  const ref = 'customer-0108'
  const dropped = await call(ref, 2)
  await dropped.follow('op_greet next', ['op_reason other', words('住所の件で聞きたい')])
  await dropped.follow('op_repeat none', 'id_intro !hung_up', 'hu_lost before_idv')
  await dropped.follow(wrapUp('disconnected', 'other', 'none_found'))
  await told(ref, 60, 0)
  await later(HOUR)
  await close()
  await told(ref, 0, 300)
}

export async function notVerified({ call, told, close, later }: Table): Promise<void> {
  const ref = 'customer-0104'
  const stranger = await call(ref)
  await stranger.follow('op_greet next', ['op_reason declined', words('通販で使えなかった')])
  await stranger.follow('op_repeat none', 'id_intro next', 'id_caller self')
  await stranger.tell({ kana: personOf(ref).nameKana, birthDate: personOf(ref).birthDate })
  await stranger.follow('id_search one')
  for (const line of ['id_items no_match', 'id_second no_match']) {
    await stranger.tell({ birthDate: '平成2年6月15日', bank: '港銀行 本店', last4: '9999' })
    await stranger.follow(line)
  }
  await stranger.follow('id_fail told', wrapUp('not_verified', 'declined', 'none_found'))
  await told(ref, 40, 0)
  await later(2 * HOUR)
  await close()
  await told(ref, 0, 200)
}

/** He wants something else, and nobody of that desk is free. */
export async function otherMatter({ call, told, close, later }: Table): Promise<void> {
  const ref = 'customer-0108'
  const asks = await call(ref)
  await asks.follow('op_greet next', ['op_reason other', words('年会費について知りたい')])
  await asks.follow('op_repeat none', 'id_intro next', 'id_caller self')
  await asks.tell({ kana: personOf(ref).nameKana, birthDate: personOf(ref).birthDate })
  await asks.follow('id_search one')
  await asks.tell({
    bank: `${personOf(ref).bank.name} ${personOf(ref).bank.branch}`,
    last4: '0005',
  })
  await asks.follow('id_items full', 'es_transfer connected')
  await asks.follow(wrapUp('transferred', 'other', 'none_found'))
  await told(ref, 50, 0)
  await later(HOUR)
  await close()
  await told(ref, 0, 300)
}

/** 小林 さくら: the new card waits at the post office. */
export async function whereIsTheCard({ call, told, close, later }: Table): Promise<void> {
  const ref = 'customer-0106'
  const asks = await call(ref, 2)
  await asks.follow('op_greet next', ['op_reason delivery', words('新しいカードが届かない')])
  await asks.follow('op_repeat none')
  await verify(asks, ref, '0000')
  await asks.follow('tr_card picked:0000', 'sh_check absent', 'sh_absent next')
  await asks.follow(...closing('pending', 'delivery', 'not_received'))
  await told(ref, 130, 0)
  await later(50 * HOUR)
  await close()
  await told(ref, 0, 50)
}
