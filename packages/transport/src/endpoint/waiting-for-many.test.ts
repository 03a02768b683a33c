import { afterEach, expect, test } from 'vitest'
import type { ServerQuery } from './server-query.ts'
import { openRawClient, query, type SocketServer, startSocketServer } from './server-socket.fixture.ts'

let server: SocketServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

/** Asks 512 queries in one packet, and gives the CPU time that it takes until all are answered, in ms. */
async function cpuOf(serve: (asked: ServerQuery, answered: readonly bigint[]) => Promise<void>): Promise<number> {
  const earlier: bigint[] = []
  server = await startSocketServer({}, (asked) => {
    if (earlier.length === 1024) void serve(asked, earlier).then(() => asked.answer(asked.body))
    else asked.answer(asked.body)
  })
  const client = await openRawClient(server)
  let seqNo = 1
  const ask = (count: number): bigint[] => {
    const messages = Array.from({ length: count }, () => {
      seqNo += 2
      return { msgId: client.ids.next(), seqNo: seqNo - 2, body: query(1) }
    })
    client.sendContainer(messages)
    return messages.map(({ msgId }) => msgId)
  }
  const first = [...ask(512), ...ask(512)]
  for (const msgId of first) await client.result(msgId)
  client.sendService({ _: 'msgs_ack', msgIds: client.received.map(({ msgId }) => msgId) }, seqNo - 1)
  earlier.push(...first)
  const results = (): number => client.received.filter(({ result }) => result !== undefined).length
  const before = process.cpuUsage()
  ask(512)
  await client.until(() => results() === 1024 + 512)
  const { user, system } = process.cpuUsage(before)
  await server.close()
  server = undefined
  return (user + system) / 1000
}

function eightTimes(msgIds: readonly bigint[]): bigint[] {
  return Array.from({ length: 8 }, () => msgIds).flat()
}

test('MS-20: waiting for hundreds that are answered costs hardly more than waiting for none, however often in a packet', async () => {
  const outcomes: string[] = []
  const waiting = await cpuOf(
    async (asked, earlier) => void outcomes.push(await asked.after(eightTimes(earlier.slice(-256)))),
  )
  expect(outcomes).toEqual(Array.from({ length: 512 }, () => 'ok'))
  const none = await cpuOf(async () => {})
  // A million look-ups: about 100 ms. A promise and a search for each of them took 5 seconds.
  expect(waiting).toBeLessThan(none + 1000)
})

test('MS-20: a session waits for so many at a time, and beyond that tells so at once', async () => {
  const outcomes: string[] = []
  const held: ServerQuery[] = []
  server = await startSocketServer({ sessionLimits: { slowAboveBytes: 1 << 30 } }, (asked) => {
    if (held.length < 256) {
      held.push(asked)
      return
    }
    void asked.after(held.map(({ msgId }) => msgId)).then((outcome) => {
      outcomes.push(outcome)
      asked.answer(asked.body)
    })
  })
  const client = await openRawClient(server)
  const messages = Array.from({ length: 300 }, (_, i) => ({
    msgId: client.ids.next(),
    seqNo: i * 2 + 1,
    body: query(i),
  }))
  client.sendContainer(messages)
  await client.until(() => client.received.filter(({ result }) => result !== undefined).length === 300 - 256 - 32)
  expect(outcomes).toEqual(Array.from({ length: 300 - 256 - 32 }, () => 'timeout'))
  for (const asked of held) asked.answer(asked.body)
  await client.until(() => client.received.filter(({ result }) => result !== undefined).length === 300)
  expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(32)
})
