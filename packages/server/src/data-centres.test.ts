import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parsePublicKey } from '@chappe/crypto'
import { type api, decodeResult, encode, type ResultOf } from '@chappe/tl-codec/api'
import {
  type ClientEndpoint,
  connectTcp,
  createClientEndpoint,
  innerDataDc,
  type StoredClientKey,
  type TargetDc,
} from '@chappe/transport'
import { afterEach, describe, expect, test } from 'vitest'
import { systemRandom as random } from './ports/random.ts'
import type { Server } from './running-server.ts'
import { createServer } from './server.ts'
import type { ServerOptions } from './server-options.ts'
import { initConnection } from './testing/test-server.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function start(options: ServerOptions = {}): Promise<Server> {
  const server = await createServer(options)
  cleanUps.push(() => server.close())
  return server
}

interface Connected {
  readonly endpoint: ClientEndpoint
  readonly keys: StoredClientKey[]
  call<M extends api.Method>(request: [M] extends [never] ? M : api.Method): Promise<ResultOf<M>>
}

function connect(
  server: Server,
  dc: TargetDc,
  options: { key?: StoredClientKey | undefined; pfs?: boolean } = {},
): Connected {
  const keys: StoredClientKey[] = []
  const endpoint = createClientEndpoint({
    connect: (accept, signal) => connectTcp({ host: server.host, port: server.port, random, accept, signal }),
    publicKeys: [parsePublicKey(server.publicKey)],
    ...{ dc, random, key: options.key },
    saveKey: async (key) => void (key !== undefined && keys.push(key)),
    ...(options.pfs === true
      ? { pfs: { encodeBind: (fields) => encode({ _: 'auth.bindTempAuthKey', ...fields }) } }
      : {}),
  })
  cleanUps.push(() => endpoint.close())
  return {
    endpoint,
    keys,
    async call(request) {
      const bytes = await endpoint.request(encode(initConnection(request)), { timeoutMs: 20_000 })
      return decodeResult(request, bytes)
    },
  }
}

const numbers: readonly TargetDc[] = [1, 2, 3, 4, 5].flatMap((id) => [
  { id },
  { id, media: true },
  { id, test: true },
  { id, test: true, media: true },
])

/** What the server says that it is. */
async function saidTo(client: Connected) {
  const config = await client.call({ _: 'help.getConfig' })
  const nearest = await client.call({ _: 'help.getNearestDc' })
  const { thisDc, testMode, webfileDcId } = config
  return {
    ids: [thisDc, webfileDcId, nearest.thisDc, nearest.nearestDc, ...config.dcOptions.map(({ id }) => id)],
    testMode,
    options: config.dcOptions,
  }
}

describe('a server that is alone', () => {
  test.each(numbers.map((dc) => [innerDataDc(dc), dc] as const))(
    'KX-13: takes a client that means data centre %i, and is that one in all it says',
    async (_, dc) => {
      const server = await start()
      const { ids, testMode, options } = await saidTo(connect(server, dc))
      expect(new Set(ids)).toEqual(new Set([dc.id]))
      expect(testMode).toBe(dc.test === true)
      // Clients without a proxy leave static addresses alone.
      expect(options).toMatchObject([{ ipAddress: '127.0.0.1', port: server.port }])
      expect(options[0]?.static).toBeUndefined()
    },
  )

  test('KX-13: is still that one to the same key after it was started again', async () => {
    const data = mkdtempSync(join(tmpdir(), 'chappe-dc-'))
    cleanUps.push(() => rmSync(data, { recursive: true, force: true }))
    const first = await createServer({ data })
    const before = connect(first, { id: 4, test: true })
    expect(await saidTo(before)).toMatchObject({ testMode: true })
    await before.endpoint.close()
    await first.close()
    // The client says nothing of data centres any more: it has its key.
    const second = await start({ data })
    const { ids, testMode } = await saidTo(connect(second, { id: 1 }, { key: before.keys[0] }))
    expect([new Set(ids), testMode]).toEqual([new Set([4]), true])
  })

  test('KX-13: is for a temporary key what the client called it then', async () => {
    const { ids } = await saidTo(connect(await start(), { id: 5 }, { pfs: true }))
    expect(new Set(ids)).toEqual(new Set([5]))
  })

  test('KX-13: lets a client export its authorization to any data centre that there can be', async () => {
    const client = connect(await start(), { id: 1 })
    const phoneNumber = '9996610001'
    const settings: api.codeSettings = { _: 'codeSettings' }
    const sent = await client.call({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x', settings })
    if (sent._ !== 'auth.sentCode') throw new TypeError(sent._)
    const { phoneCodeHash } = sent
    await client.call({ _: 'auth.signIn', phoneNumber, phoneCodeHash, phoneCode: '11111' })
    await client.call({ _: 'auth.signUp', phoneNumber, phoneCodeHash, firstName: 'Ada', lastName: '' })
    for (const dcId of [1, 2, 5]) {
      expect(await client.call({ _: 'auth.exportAuthorization', dcId })).toMatchObject({
        _: 'auth.exportedAuthorization',
      })
    }
    await expect(client.call({ _: 'auth.exportAuthorization', dcId: 0 })).rejects.toThrow('DC_ID_INVALID')
  })
})

describe('a server that is one of several', () => {
  test('KX-13: is what it was told, also for test and media, and refuses clients that mean another', async () => {
    const server = await start({ dcId: 3 })
    for (const dc of [{ id: 3 }, { id: 3, media: true }, { id: 3, test: true }]) {
      const { ids, testMode } = await saidTo(connect(server, dc))
      expect([new Set(ids), testMode]).toEqual([new Set([3]), dc.test === true])
    }
    const stranger = connect(server, { id: 2 })
    const request = encode(initConnection({ _: 'help.getConfig' }))
    await expect(stranger.endpoint.request(request, { timeoutMs: 1500 })).rejects.toMatchObject({ code: 'TIMED_OUT' })
    expect(stranger.keys).toEqual([])
  })
})
