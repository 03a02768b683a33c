import { type Client, ClientError, RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { afterAll, expect, test } from 'vitest'
import { canLimitFileSize } from '../packages/server/src/testing/file-size-limit.ts'
import { type ChappeUser, signUpChappe } from './support/chappe-user.ts'
import { fillDisk, freeDisk } from './support/full-disk.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const server = await ServerProcess.start({ args: ['--metrics-port', '0'] })
afterAll(() => server.dispose())

/** What the files of the store may still grow by. */
const ROOM = 300_000

/** What a request is answered by: with so little time the client does not ask again after a failure of the server. */
async function answer(client: Client, request: api.messages.sendMessage): Promise<string> {
  try {
    await client.call(request, { timeoutMs: 400 })
    return 'ok'
  } catch (error) {
    if (error instanceof RpcError) return `${error.code} ${error.type}`
    // The machine is slow; under the same random id nothing is sent twice.
    if (error instanceof ClientError && error.code === 'TIMED_OUT') return answer(client, request)
    throw error
  }
}

async function ready(): Promise<unknown> {
  const port = [...server.log.matchAll(/"metricsPort":(\d+)/g)].at(-1)?.[1]
  return (await fetch(`http://127.0.0.1:${port}/ready`)).json()
}

/** How many lines of the log begin their message so. */
function logged(message: string): number {
  return server.log.split('\n').filter((line) => line.includes(`"msg":"${message}`)).length
}

async function find(viewer: ChappeUser, phone: string): Promise<api.inputPeerUser> {
  const contact: api.InputContact = { _: 'inputPhoneContact', clientId: 1n, phone, firstName: '', lastName: '' }
  const { users } = await viewer.client.call({ _: 'contacts.importContacts', contacts: [contact] })
  const [user] = users
  if (user?._ !== 'user' || user.accessHash === undefined) throw new TypeError(`${phone} was not found`)
  return { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash }
}

async function texts(client: Client, peer: api.InputPeer): Promise<string[]> {
  const found: string[] = []
  for await (const message of client.history(peer)) if (message._ === 'message') found.push(message.message)
  return found.reverse()
}

test.skipIf(!canLimitFileSize)(
  'a full disk loses nothing that was acknowledged, and ends when there is space',
  {
    timeout: 60_000,
  },
  async () => {
    const anna = await signUpChappe(server, '9996610001', 'Anna')
    const bert = await signUpChappe(server, '9996620001', 'Bert')
    const [toBert, toAnna] = [await find(anna, '9996620001'), await find(bert, '9996610001')]
    expect(await ready()).toEqual({ ready: true })
    const sent: string[] = []
    const send = async (at: number): Promise<string> => {
      const message = `${at} ${'x'.repeat(2000)}`
      const outcome = await answer(anna.client, {
        _: 'messages.sendMessage',
        ...{ peer: toBert, message, randomId: BigInt(at) },
      })
      if (outcome === 'ok') sent.push(message)
      return outcome
    }

    fillDisk(server, ROOM)
    let at = 1
    while ((await send(at)) === 'ok') at++
    const before = await anna.client.call({ _: 'updates.getState' })
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, i) => send(at + i)))
    expect(new Set(outcomes)).toEqual(new Set(['500 STORE_UNAVAILABLE']))
    expect(sent.length).toBe(at - 1)

    // Reading goes on, and shows what was acknowledged.
    expect(await texts(anna.client, toBert)).toEqual(sent)
    expect(await texts(bert.client, toAnna)).toEqual(sent)
    expect(await anna.client.call({ _: 'updates.getState' })).toMatchObject({ pts: before.pts })
    await until(
      () => bert.seen.length === sent.length,
      () => `${bert.seen.length} of ${sent.length} were pushed`,
    )
    // The log says once what is the matter, and whoever balances load is told, too.
    expect([logged('nothing can be stored: '), logged('request failed'), logged('maintenance failed')]).toEqual([
      1, 0, 0,
    ])
    expect(await ready()).toEqual({ ready: false, reason: expect.stringMatching(/^nothing can be stored: /) })

    freeDisk(server)
    expect(await ready()).toEqual({ ready: true })
    expect(logged('changes are stored again')).toBe(1)
    // Sent again under the random ids that were refused.
    for (let i = 0; i < 5; i++) expect(await send(at + i)).toBe('ok')
    await until(
      () => bert.seen.length === sent.length,
      () => `${bert.seen.length} of ${sent.length} were pushed`,
    )
    expect(bert.seen).toEqual(sent)
    const after = await anna.client.call({ _: 'updates.getState' })
    expect(after.pts).toBe(before.pts + 5)

    await server.kill()
    await server.start()
    anna.client.wake()
    bert.client.wake()
    expect(await texts(anna.client, toBert)).toEqual(sent)
    expect(await texts(bert.client, toAnna)).toEqual(sent)
    expect(await anna.client.call({ _: 'updates.getState' })).toMatchObject({ pts: after.pts })
    await Promise.all([anna.client.close(), bert.client.close()])
    await server.kill()
    expect(await server.doctor()).toMatchObject({ ok: true })
  },
)
