import { decodeMethod, encode, encodeResult } from '@chappe/tl-codec/api'
import { afterEach, describe, expect, test } from 'vitest'
import { decodeRpcError } from '../session/service-codec.ts'
import type { ServerEndpointEvent, ServerEndpointOptions } from './server-endpoint-options.ts'
import type { ServerQuery } from './server-query.ts'
import { openRawClient, query, type SocketServer, startSocketServer } from './server-socket.fixture.ts'

const servers: SocketServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

async function start(options: Partial<ServerEndpointOptions>) {
  const events: ServerEndpointEvent[] = []
  const server = await startSocketServer({ ...options, log: (event) => void events.push(event) })
  servers.push(server)
  return { server, events, client: await openRawClient(server) }
}

const failures = (events: readonly ServerEndpointEvent[]) => events.filter(({ type }) => type === 'requestFailed')
const boom = new Error('the handler is broken')

describe('a server whose handler', () => {
  test.each<[string, (query: ServerQuery) => void | Promise<void>]>([
    [
      'throws',
      () => {
        throw boom
      },
    ],
    ['rejects at once', () => Promise.reject(boom)],
    [
      'rejects later',
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        throw boom
      },
    ],
  ])('MS-22: %s answers the query by 500 INTERNAL, tells of it and goes on', async (_, fail) => {
    const { events, client } = await start({
      onRequest: (asked) => (asked.body.length > 8 ? asked.answer(query(2)) : fail(asked)),
    })
    const first = client.send({ seqNo: 1, body: query(1) })
    expect(decodeRpcError(await client.result(first))).toMatchObject({ errorCode: 500, errorMessage: 'INTERNAL' })
    expect(failures(events)).toMatchObject([{ msgId: first, code: 500, message: 'INTERNAL', error: boom }])
    const second = client.send({ seqNo: 3, body: new Uint8Array([...query(1), ...query(1)]) })
    expect(await client.result(second)).toEqual(query(2))
  })

  test('MS-22: throws after it has answered has answered once', async () => {
    const { server, events, client } = await start({
      onRequest(asked) {
        asked.answer(query(2))
        asked.fail(400, 'TOO_LATE')
        throw boom
      },
    })
    const msgId = client.send({ seqNo: 1, body: query(1) })
    expect(await client.result(msgId)).toEqual(query(2))
    expect(failures(events)).toMatchObject([{ msgId, error: boom }])
    const next = client.send({ seqNo: 3, body: query(1) })
    await client.result(next)
    expect(client.received.filter(({ result }) => result?.requestMsgId === msgId)).toHaveLength(1)
    expect(server.endpoint.sessionCount).toBe(1)
  })

  test('MS-22: decodes what does not decode answers the query by 400', async () => {
    const { client } = await start({
      onRequest(asked) {
        const request = decodeMethod(asked.body)
        if (request._ === 'help.getNearestDc') {
          asked.answer(encodeResult(request, { _: 'nearestDc', country: 'FR', thisDc: 2, nearestDc: 2 }))
        }
      },
    })
    const errorOf = async (body: Uint8Array, seqNo: number) =>
      decodeRpcError(await client.result(client.send({ seqNo, body })))
    expect(await errorOf(query(1), 1)).toMatchObject({ errorCode: 400, errorMessage: 'INPUT_METHOD_INVALID' })
    const cut = encode({ _: 'messages.getDialogFilters' }).length
    const truncated = encode({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] }).subarray(0, cut + 8)
    expect(await errorOf(truncated, 3)).toMatchObject({ errorCode: 400, errorMessage: 'INPUT_REQUEST_INVALID' })
    const good = await client.result(client.send({ seqNo: 5, body: encode({ _: 'help.getNearestDc' }) }))
    expect(decodeRpcError(good)).toBeUndefined()
  })

  test('MS-22: gives a value that does not encode answers the query by 500', async () => {
    const { client } = await start({
      onRequest: (asked) => asked.answer(encode({ _: 'nearestDc', country: 'FR', thisDc: 2 ** 40, nearestDc: 2 })),
    })
    const msgId = client.send({ seqNo: 1, body: query(1) })
    expect(decodeRpcError(await client.result(msgId))).toMatchObject({ errorCode: 500, errorMessage: 'INTERNAL' })
  })

  test('for sessions throws serves them all the same', async () => {
    const fail = (): never => {
      throw boom
    }
    const { events, client } = await start({
      onRequest: (asked) => asked.answer(query(2)),
      ...{ onSession: fail, onSessionEnd: fail, onUpdatesLost: fail, onAuthKeyDestroyed: fail },
    })
    expect(await client.result(client.send({ seqNo: 1, body: query(1) }))).toEqual(query(2))
    client.sendService({ _: 'destroy_auth_key' }, 3)
    await client.until(() => client.closed.length === 1)
    const told = events.flatMap((event) => (event.type === 'failure' ? [event.what] : []))
    expect(told).toEqual(['onSession', 'onAuthKeyDestroyed', 'onSessionEnd'])
  })
})
