import { afterEach, describe, expect, it } from 'vitest'
import type { Log } from '../ports/log.ts'
import { createServer } from '../server.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { asUser } from '../testing/ids.ts'
import { connectClient } from '../testing/network-client.ts'
import type { Caller } from './caller.ts'
import { noteUse } from './note-use.ts'
import { currentRequest, duringRequest, nameRequests, outsideRequests } from './request-log.ts'

interface Line {
  readonly message: string
  readonly requestId?: unknown
}

function collect(lines: Line[]): Log {
  const add = (fields: object, message: string): void => void lines.push({ ...fields, message })
  return { debug: add, info: add, warn: add, error: add }
}

let store: Store | undefined
afterEach(() => store?.close())

describe('each line of the log that a request causes', () => {
  it('names the request, however late it is written, and no other', async () => {
    const lines: Line[] = []
    const log = nameRequests(collect(lines))
    const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
    const serve = (id: string): Promise<void> =>
      duringRequest(id, async () => {
        log.info({}, `${id} begins`)
        await later(2)
        log.warn({ code: 5 }, `${id} goes on`)
        outsideRequests(() => log.error({}, 'for all'))
        log.debug({ requestId: 'another' }, 'for another')
      })
    await Promise.all([serve('a'), serve('b')])
    log.info({}, 'nothing special')
    expect(lines.filter(({ requestId }) => requestId === 'a').map(({ message }) => message)).toEqual([
      'a begins',
      'a goes on',
    ])
    expect(lines).toContainEqual({ requestId: 'b', code: 5, message: 'b goes on' })
    expect(lines).toContainEqual({ message: 'for all' })
    expect(lines).toContainEqual({ requestId: 'another', message: 'for another' })
    expect(lines.at(-1)).toEqual({ message: 'nothing special' })
  })

  it('names it when a code is sent', async () => {
    const lines: Line[] = []
    const server = await createServer({ log: collect(lines) })
    const client = connectClient(server)
    await client.call({
      _: 'auth.sendCode',
      phoneNumber: '491701234567',
      apiId: 1,
      apiHash: 'x',
      settings: { _: 'codeSettings' },
    })
    await client.close()
    await server.close()
    const ids = lines
      .filter(({ message }) => ['login code', 'request served'].includes(message))
      .map((line) => line.requestId)
    expect(ids).toHaveLength(2)
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-/)
    expect(ids[1]).toBe(ids[0])
  })

  it('names it when the use of a device cannot be noted', async () => {
    const lines: Line[] = []
    store = openSqliteStore({ path: ':memory:' })
    await store.close()
    const clock = { now: () => 0, monotonic: () => 0, after: () => () => {}, defer: setImmediate }
    const key = { authKeyId: 1n, client: undefined, userId: asUser(5) }
    const caller: Caller = {
      requestId: 'r',
      key,
      session: { authKeyId: 1n, sessionId: 1n },
      remoteAddress: undefined,
      query: { keyId: 1n, msgId: 1n },
      rebound: async () => {},
      setOnline() {},
      wantUpdates() {},
      after: async () => 'ok',
    }
    const plausible = { now: () => 0, latest: () => 0 }
    const ports = { store, clock, plausible, log: nameRequests(collect(lines)) }
    duringRequest('r', () => noteUse(ports, caller, asUser(5)))
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(lines).toMatchObject([{ requestId: 'r', message: 'the use of a device was not noted' }])
  })

  it('names it when a push fails, whichever request the store happened to begin with', async () => {
    const failed: unknown[] = []
    store = openSqliteStore({
      path: ':memory:',
      schedule: (task) => setImmediate(() => outsideRequests(task)),
      originOf: currentRequest,
      onActionError: (error, origin) => failed.push([origin, error]),
    })
    const { transaction } = store
    await Promise.all([
      duringRequest('a', () => transaction(async () => {})),
      duringRequest('b', () =>
        transaction(async (tx) =>
          tx.onCommit(() => {
            throw new TypeError('it is gone')
          }),
        ),
      ),
    ])
    expect(failed).toEqual([['b', new TypeError('it is gone')]])
  })
})
