/** The shops of the simulated world. */

export interface Merchant {
  merchantName: string
  merchantCountry: string
  mcc: string
}

export const TOP_UP_APP: Merchant = { merchantName: 'au PAY', merchantCountry: 'JP', mcc: '6540' }
export const HOME_SHOP: Merchant = {
  merchantName: 'あさひ台オンラインストア',
  merchantCountry: 'JP',
  mcc: '5311',
}
export const OVERSEAS_SHOP: Merchant = {
  merchantName: 'NORTHLAKE GADGETS ONLINE',
  merchantCountry: 'LT',
  mcc: '5732',
}
