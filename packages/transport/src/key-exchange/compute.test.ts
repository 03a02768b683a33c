import { describe, expect, it } from 'vitest'
import { createQueuedCompute, inlineCompute, type KeyExchangeCompute } from './compute.ts'
import { createKeyExchangeServer } from './key-exchange-server.ts'
import { createClock, flipBit, openServer, runExchange, SERVER_KEY, seededRandom } from './test-support.ts'

/** An event loop that turns when it is told to. */
function createTurns() {
  const callbacks: (() => void)[] = []
  return {
    nextTurn: (callback: () => void) => void callbacks.push(callback),
    async turn(): Promise<void> {
      callbacks.shift()?.()
      // Lets every promise that is due settle.
      for (let i = 0; i < 20; i++) await Promise.resolve()
    },
    get waiting() {
      return callbacks.length
    },
  }
}

const cheap: KeyExchangeCompute = { rsaUnpad: () => undefined, modPow: (base) => base }

describe('the queue of heavy work', () => {
  it('does one job a turn, in the order of arrival', async () => {
    const turns = createTurns()
    const queue = createQueuedCompute({ compute: cheap, nextTurn: turns.nextTurn })
    const done: bigint[] = []
    for (const n of [1n, 2n, 3n]) void Promise.resolve(queue.modPow(n, 1n, 5n)).then((value) => done.push(value))
    for (let finished = 0; finished <= 3; finished++) {
      expect(done.length).toBe(finished)
      expect(queue.pending).toBe(3 - finished)
      expect(turns.waiting).toBe(finished < 3 ? 1 : 0)
      await turns.turn()
    }
    expect(done).toEqual([1n, 2n, 3n])
  })

  it('runs as many at once as it may, and refuses what exceeds its limit', async () => {
    const turns = createTurns()
    const running: (() => void)[] = []
    const compute: KeyExchangeCompute = {
      ...cheap,
      modPow: (base) => new Promise((resolve) => running.push(() => resolve(base))),
    }
    const queue = createQueuedCompute({ compute, concurrency: 2, limit: 3, nextTurn: turns.nextTurn })
    const results = [1n, 2n, 3n, 4n, 5n, 6n].map((n) =>
      Promise.resolve(queue.modPow(n, 1n, 9n)).catch((error) => error.code),
    )
    await turns.turn()
    await turns.turn()
    expect(running.length).toBe(2)
    while (queue.pending > 0) {
      running.shift()?.()
      await turns.turn()
      await turns.turn()
    }
    expect(await Promise.all(results)).toEqual([1n, 2n, 3n, 4n, 5n, 'OVERLOADED'])
  })

  it('goes on after a job that fails', async () => {
    const turns = createTurns()
    const compute: KeyExchangeCompute = {
      ...cheap,
      rsaUnpad: () => {
        throw new RangeError('broken')
      },
    }
    const queue = createQueuedCompute({ compute, nextTurn: turns.nextTurn })
    const failed = Promise.resolve(queue.rsaUnpad(new Uint8Array(256), SERVER_KEY, [])).catch((error) => error.message)
    const next = queue.modPow(3n, 1n, 9n)
    await turns.turn()
    await turns.turn()
    expect([await failed, await next]).toEqual(['broken', 3n])
  })
})

describe('an exchange whose work is done elsewhere', () => {
  const { packets } = runExchange(openServer())
  const queries = packets.filter((_, i) => i % 2 === 0)
  const query = (index: number) => queries[index] ?? new Uint8Array(0)

  function openQueued(options: { limit?: number; compute?: KeyExchangeCompute } = {}) {
    const turns = createTurns()
    const clock = createClock()
    const server = openServer({
      now: clock.now,
      random: seededRandom(2),
      isKnownKey: () => Promise.resolve(false),
      compute: createQueuedCompute({ nextTurn: turns.nextTurn, ...options }),
    })
    return { turns, clock, server }
  }
  const types = (server: ReturnType<typeof openServer>) =>
    server.events.map((event) => event.type).filter((type) => type !== 'deadline')

  it('answers when the work is done', async () => {
    const { turns, server } = openQueued()
    server.exchange.receive(query(0))
    server.exchange.receive(query(1))
    expect(types(server)).toEqual(['send'])
    for (let i = 0; i < 3; i++) await turns.turn()
    expect(types(server)).toEqual(['send', 'send'])
    server.exchange.receive(query(2))
    for (let i = 0; i < 3; i++) await turns.turn()
    expect(types(server)).toEqual(['send', 'send', 'store', 'send'])
  })

  it('KX-11: refuses a packet that comes while the work is under way, and drops the result', async () => {
    const { turns, clock, server } = openQueued()
    server.exchange.receive(query(0))
    server.exchange.receive(query(1))
    server.exchange.receive(query(1))
    for (let i = 0; i < 3; i++) await turns.turn()
    clock.ms += 250
    server.exchange.checkDeadline()
    expect(types(server)).toEqual(['send', 'close'])
  })

  it('KX-11: begins no other exchange while the work for a req_DH_params is under way', async () => {
    const { turns, clock, server } = openQueued()
    server.exchange.receive(query(0))
    server.exchange.receive(query(1))
    server.exchange.receive(query(0))
    for (let i = 0; i < 3; i++) await turns.turn()
    clock.ms += 250
    server.exchange.checkDeadline()
    expect(types(server)).toEqual(['send', 'close'])
  })

  it('KX-5: closes at the same time after a bad packet, however long the work took', async () => {
    for (const delay of [0, 100, 249]) {
      const { turns, clock, server } = openQueued()
      const arrival = clock.ms
      server.exchange.receive(query(0))
      server.exchange.receive(flipBit(query(1), 8 * 200))
      clock.ms += delay
      await turns.turn()
      expect(server.exchange.deadline).toBe(arrival + 250)
      expect(types(server)).toEqual(['send'])
    }
  })

  it('says nothing any more once the connection is gone', async () => {
    const { turns, server } = openQueued()
    server.exchange.receive(query(0))
    server.exchange.receive(query(1))
    server.exchange.abort()
    for (let i = 0; i < 3; i++) await turns.turn()
    expect(types(server)).toEqual(['send'])
    expect(server.exchange.deadline).toBeUndefined()
  })

  it('is refused while too much work waits, and when the work fails', async () => {
    const full = openQueued({ limit: 0 })
    const broken = openQueued({ compute: { ...inlineCompute, rsaUnpad: () => Promise.reject(new Error('no worker')) } })
    for (const [{ server, turns, clock }, code] of [
      [full, 'OVERLOADED'],
      [broken, 'INTERNAL'],
    ] as const) {
      server.exchange.receive(query(0))
      server.exchange.receive(query(1))
      for (let i = 0; i < 3; i++) await turns.turn()
      clock.ms += 250
      server.exchange.checkDeadline()
      expect(server.events.at(-1)).toMatchObject({ type: 'close', reason: { code } })
    }
  })

  it('costs nothing of the queue for a packet that is refused at sight', () => {
    let computed = 0
    const counting: KeyExchangeCompute = { rsaUnpad: () => void computed++, modPow: () => BigInt(computed++) }
    const server = createKeyExchangeServer({
      keys: () => [SERVER_KEY],
      dcIds: [2],
      now: createClock().now,
      random: seededRandom(3),
      isKnownKey: () => false,
      compute: counting,
    })
    for (const packet of [new Uint8Array(3), query(1), query(2), new Uint8Array(900)]) {
      server.open(() => undefined).receive(packet)
    }
    expect([computed, server.active]).toEqual([0, 0])
  })
})
