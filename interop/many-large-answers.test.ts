import { randomBytes } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import { Long } from '@mtcute/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signUpChappe } from './support/chappe-user.ts'
import { signInMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'

const PHONE = '9996610050'
const PAGES = 60
const PAGE = 100

/** More than a session may hold at once, by several times: a page is some 300 KB after packing. */
describe('MS-23: pages of history, all asked for at once', { timeout: 120_000 }, () => {
  let server: ServerProcess

  beforeAll(async () => {
    server = await ServerProcess.start()
    const { client } = await signUpChappe(server, PHONE, 'Alice')
    const texts = Array.from({ length: PAGE }, () => randomBytes(3000).toString('base64'))
    await Promise.all(
      texts.map((message, i) => {
        return client.call({
          _: 'messages.sendMessage',
          peer: { _: 'inputPeerSelf' },
          message,
          randomId: BigInt(i + 1),
        })
      }),
    )
    const place = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: PAGE, maxId: 0, minId: 0, hash: 0n }
    const pages = await Promise.all(
      Array.from({ length: PAGES }, () => {
        return client.call({ _: 'messages.getHistory', peer: { _: 'inputPeerSelf' }, ...place })
      }),
    )
    counts = pages.map((page) => countOf(page))
    await client.close()
  }, 120_000)
  afterAll(() => server?.dispose())

  let counts: number[] = []

  test('pages of history that are all asked for at once come to our client, every one', () => {
    expect(counts).toEqual(counts.map(() => counts[0]))
    expect([counts.length, counts[0]]).toEqual([PAGES, PAGE])
  })

  test('pages of history that are all asked for at once come to unmodified mtcute, every one', async () => {
    const { client } = await signInMtcute(server, PHONE)
    const place = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: PAGE, maxId: 0, minId: 0, hash: Long.ZERO }
    const pages = await Promise.all(
      Array.from({ length: PAGES }, () => {
        return client.call({ _: 'messages.getHistory', peer: { _: 'inputPeerSelf' }, ...place })
      }),
    )
    expect(pages.map((page) => (page._ === 'messages.messages' ? page.messages.length : 0))).toEqual(
      pages.map(() => PAGE),
    )
    await client.destroy()
  })
})

function countOf(page: api.messages.Messages): number {
  return page._ === 'messages.messagesNotModified' ? 0 : page.messages.length
}
