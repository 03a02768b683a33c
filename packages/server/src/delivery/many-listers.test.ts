import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GatewaySession } from '../gateway/gateway-session.ts'
import { createSubscribers } from '../gateway/subscribers.ts'
import type { UserId } from '../ids.ts'
import { systemClock } from '../ports/clock.ts'
import { silentLog } from '../ports/log.ts'
import { countReads } from '../testing/count-reads.ts'
import { asUser } from '../testing/ids.ts'
import { createTestServer, findByPhone, signUp, type TestClient, type TestServer } from '../testing/test-server.ts'
import { createDelivery, type Delivery } from './delivery.ts'
import type { Renderer } from './render.ts'

/** What a message may have to wait for, in ms of this thread: a name change of anybody whatsoever. */
const LONGEST_PIECE_MS = 10

const starPhone = '9996610001'
let server: TestServer
let star: TestClient
beforeEach(async () => {
  server = await createTestServer({ rateLimits: {} })
  star = await signUp(server, starPhone, 'Star')
})
afterEach(() => server.close())

/** Numbers of people who have the star in their lists. */
async function addListers(count: number): Promise<UserId[]> {
  const userId = asUser(star.key.userId ?? 0)
  const listers: UserId[] = []
  await server.store.transaction(async (tx) => {
    for (let i = 0; i < count; i++) {
      const name = { firstName: `Lister ${i}`, lastName: '' }
      const { id } = await tx.users.create({ ...name, phone: `88${100_000 + i}`, createdAt: 1 })
      await tx.contacts.put(id, { firstName: 'My star', lastName: '', userId, phone: starPhone, addedAt: 1 })
      listers.push(id)
    }
  })
  return listers
}

interface Gateway {
  readonly delivery: Delivery
  readonly asked: { count: number }
  readonly rendered: { count: number }
  /** How many pushes came to each. */
  readonly pushes: ReadonlyMap<UserId, number>
}

/** A gateway that paces itself by the real clock, with a session of each of these. */
function hold(users: readonly UserId[], connected = true): Gateway {
  const { store, asked } = countReads(server.store)
  const rendered = { count: 0 }
  const pushes = new Map<UserId, number>()
  const { renderer } = server.rpc
  const counting: Renderer = {
    ...renderer,
    user(...args) {
      rendered.count++
      return renderer.user(...args)
    },
    box(...args) {
      rendered.count++
      return renderer.box(...args)
    },
  }
  const sessions = users.map((userId) => {
    const authKeyId = BigInt(userId)
    const push = (): void => void pushes.set(userId, (pushes.get(userId) ?? 0) + 1)
    const key = { authKeyId, client: star.key.client, userId }
    const session = new GatewaySession({ authKeyId, sessionId: 1n, connected, push }, Promise.resolve(key))
    session.key = key
    session.wantsUpdates = true
    return session
  })
  const subscribers = createSubscribers(() => sessions)
  for (const session of sessions) subscribers.place(session)
  const { read } = store
  const delivery = createDelivery({
    read,
    renderer: counting,
    sessions: subscribers,
    clock: systemClock,
    log: silentLog,
  })
  server.bus.subscribe((message) => {
    if (message.type === 'user' || message.type === 'status' || message.type === 'advanced') delivery.take(message)
  })
  return { delivery, asked, rendered, pushes }
}

const rename = (firstName: string) => star.call({ _: 'account.updateProfile', firstName })

/** The longest time for which nothing else had its turn while this ran, in ms of this thread's CPU. */
async function longestPiece(run: () => Promise<unknown>): Promise<number> {
  let isOver = false
  let longest = 0
  const watching = new Promise<void>((resolve) => {
    const look = (before: NodeJS.CpuUsage): void => {
      const { user, system } = process.threadCpuUsage(before)
      longest = Math.max(longest, (user + system) / 1000)
      if (isOver) resolve()
      else setImmediate(look, process.threadCpuUsage())
    }
    setImmediate(look, process.threadCpuUsage())
  })
  await run()
  isOver = true
  await watching
  return longest
}

describe('a new name of somebody whom 2,000 people list', () => {
  it('is rendered for those alone who are connected, and keeps nobody waiting', async () => {
    const listers = await addListers(2000)
    const here = hold(listers.filter((_, at) => at % 20 === 0))
    const away = hold(listers.slice(1, 20), false)
    let least = Number.POSITIVE_INFINITY
    // Whatever else this thread has to do, such as collecting garbage, does not happen each time.
    for (const nth of [1, 2, 3, 4, 5]) {
      const piece = await longestPiece(async () => {
        await rename(`Star ${nth}`)
        await here.delivery.idle()
      })
      least = Math.min(least, piece)
      expect(here.rendered.count).toBe(100 * nth)
    }
    expect([...here.pushes.values()]).toEqual(Array.from({ length: 100 }, () => 5))
    expect(away.rendered.count).toBe(0)
    expect(least).toBeLessThan(LONGEST_PIECE_MS)
  })

  it('costs in proportion to who is connected', async () => {
    const listers = await addListers(2000)
    const costOf = async (gateway: Gateway, name: string): Promise<number> => {
      gateway.asked.count = 0
      await rename(name)
      await gateway.delivery.idle()
      return gateway.asked.count + gateway.rendered.count
    }
    const few = hold(listers.slice(0, 50))
    const alone = await costOf(few, 'One')
    // The same of whom only those list who are here.
    await server.store.transaction(async (tx) => {
      const userId = asUser(star.key.userId ?? 0)
      for (const lister of listers.slice(50)) await tx.contacts.remove(lister, userId)
    })
    few.rendered.count = 0
    expect(await costOf(few, 'Two')).toBeLessThanOrEqual(alone)
    expect(few.rendered.count).toBe(50)
    const nobody = hold([])
    expect(await costOf(nobody, 'Three')).toBe(0)
  })
})

it('somebody who comes is seen by those who are connected and may know, and nobody is rendered for', async () => {
  const listers = await addListers(300)
  const gateway = hold(listers.slice(0, 250))
  await star.call({ _: 'account.updateStatus', offline: false })
  await gateway.delivery.idle()
  // None of them is in the star's list, and by default everybody may know.
  expect(gateway.pushes.size).toBe(250)
  expect(gateway.rendered.count).toBe(0)
  // Bit by bit, and not one by one.
  expect(gateway.asked.count).toBeLessThan(40)
})

it('a plain message asks the store for nothing after its commit', async () => {
  const bob = await signUp(server, '9996620002', 'Bob')
  const toBob = await findByPhone(star, '9996620002')
  const send = (message: string, randomId: bigint) =>
    star.call({ _: 'messages.sendMessage', peer: toBob, message, randomId })
  await send('hello', 1n)
  const gateway = hold([asUser(bob.key.userId ?? 0), asUser(star.key.userId ?? 0)])
  for (const nth of [2n, 3n, 4n]) await send(`${nth}`, nth)
  await gateway.delivery.idle()
  // The session here of who sends is not the one that has the answers.
  expect([...gateway.pushes.values()]).toEqual([3, 3])
  expect(gateway.asked.count).toBe(0)
  expect(gateway.rendered.count).toBe(0)
})
