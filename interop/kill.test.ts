import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSeededRandom } from '../packages/transport/src/simulator/random.ts'
import { signUpChappe } from './support/chappe-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const KILLS = 20
/** After so many ms no more: on a machine that is busy each takes seconds. */
const MAX_MS = 20_000
/** Sends that are under way at a time. */
const STREAM = 8

test('SIGKILL at up to 20 random moments under a stream of sends loses and doubles no acknowledged message', {
  timeout: 180_000,
}, async () => {
  const seed = Number(process.env['CHAPPE_SEED'] ?? randomInt(2 ** 31))
  const random = createSeededRandom(String(seed))
  const server = await ServerProcess.start()
  try {
    const sender = await signUpChappe(server, '9996610004', 'Sender')
    const receiver = await signUpChappe(server, '9996620004', 'Receiver')
    await receiver.client.call({ _: 'account.updateUsername', username: 'receiver_kill' })
    const acknowledged = new Set<string>()
    let stopped = false
    let count = 0
    const stream = Array.from({ length: STREAM }, async () => {
      while (!stopped) {
        const text = `message ${++count}`
        await sender.client.sendMessage('@receiver_kill', text)
        acknowledged.add(text)
      }
    })
    const running = Promise.all(stream)
    running.catch(() => {})
    const end = performance.now() + MAX_MS
    for (let kill = 0; kill < KILLS && performance.now() < end; kill++) {
      const before = acknowledged.size
      await new Promise((resolve) => setTimeout(resolve, random.range(20, 170)))
      await server.kill()
      await server.start()
      for (const { client } of [sender, receiver]) client.wake()
      // Every start must bring the stream back to life, or the next kill would hit an idle server.
      await until(
        () => acknowledged.size > before + STREAM,
        () => `nothing acknowledged after kill ${kill + 1}`,
        30_000,
      )
    }
    stopped = true
    await running
    // Each kill may have come before the receiver heard of anything: it knows nobody before it has.
    await until(
      () => receiver.seen.length > 0,
      () => 'the receiver has heard of nothing',
    )
    const stored = new Map<string, number>()
    for await (const message of receiver.client.history(sender.id)) {
      if (message._ === 'message') stored.set(message.message, (stored.get(message.message) ?? 0) + 1)
    }
    const wrong = [...acknowledged].filter((text) => stored.get(text) !== 1)
    expect(wrong, `seed ${seed}`).toEqual([])
    expect(
      [...stored.values()].every((times) => times === 1),
      `seed ${seed}`,
    ).toBe(true)
    await until(
      () => receiver.seen.length >= stored.size,
      () => `${receiver.seen.length} of ${stored.size} updates`,
    )
    expect(new Set(receiver.seen).size, `seed ${seed}: an update came twice`).toBe(receiver.seen.length)
    expect(receiver.seen.length).toBe(stored.size)
    await sender.client.close()
    await receiver.client.close()
  } catch (error) {
    throw new Error(`seed ${seed}; the server's last words:\n${server.log.slice(-2000)}`, { cause: error })
  } finally {
    await server.dispose()
  }
})
