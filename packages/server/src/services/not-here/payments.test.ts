import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, type TestBot } from '../../testing/bots.ts'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let shop: TestBot
let toAnn: api.inputPeerUser

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  shop = await makeBot(server, 'shop_bot', 'Shop')
  const peer = await botInput(ann, 'shop_bot')
  await ann.call({ _: 'messages.sendMessage', peer, message: '/start', randomId: 1n })
  toAnn = { _: 'inputPeerUser', userId: BigInt(ann.key.userId ?? 0), accessHash: 0n }
})
afterEach(() => server.close())

const invoice: api.inputMediaInvoice = {
  ...{ _: 'inputMediaInvoice', title: 'Shoes', description: 'Two', payload: new Uint8Array(1) },
  invoice: { _: 'invoice', currency: 'XTR', prices: [{ _: 'labeledPrice', label: 'Shoes', amount: 1n }] },
  providerData: { _: 'dataJSON', data: '{}' },
}

describe('payments', () => {
  it('are refused with one clear error each: invoices, buttons that pay, and what would follow from these', async () => {
    const send = { _: 'messages.sendMedia', peer: toAnn, media: invoice, message: '', randomId: 2n } as const
    await expect(shop.call(send)).rejects.toThrow('METHOD_NOT_IMPLEMENTED')
    const buttons: api.KeyboardButton[] = [{ _: 'keyboardButtonBuy', text: 'Pay' }]
    const replyMarkup: api.ReplyMarkup = { _: 'replyInlineMarkup', rows: [{ _: 'keyboardButtonRow', buttons }] }
    const words = { _: 'messages.sendMessage', peer: toAnn, message: 'x', replyMarkup, randomId: 3n } as const
    await expect(shop.call(words)).rejects.toThrow('BUTTON_TYPE_INVALID')
    const byBot: api.Method[] = [
      { _: 'payments.exportInvoice', invoiceMedia: invoice },
      { _: 'messages.setBotPrecheckoutResults', queryId: 1n, success: true },
      { _: 'messages.setBotShippingResults', queryId: 1n },
    ]
    for (const method of byBot)
      await expect(shop.call(method)).rejects.toThrow(/METHOD_NOT_IMPLEMENTED|BOT_METHOD_INVALID/)
    const named: api.InputInvoice = { _: 'inputInvoiceSlug', slug: 'x' }
    const byAnn: api.Method[] = [
      { _: 'payments.getPaymentForm', invoice: named },
      { _: 'payments.sendStarsForm', formId: 1n, invoice: named },
      { _: 'payments.clearSavedInfo' },
    ]
    for (const method of byAnn) await expect(ann.call(method)).rejects.toThrow('METHOD_NOT_IMPLEMENTED')
  })
})
