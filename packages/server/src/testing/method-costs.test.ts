import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type api, encode, LAYER } from '@chappe/tl-codec/layers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wrapperNames } from '../rpc/invocation.ts'
import { RpcError } from '../rpc/rpc-error.ts'
import { largestRequests } from './largest-request.ts'
import {
  createTestServer,
  findByPhone,
  initConnection,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from './test-server.ts'

const MIB = 1024 * 1024
/** Of one request, as large as it may be. */
interface Cost {
  /** Milliseconds of the processor. */
  readonly cpu: number
  /** Bytes of the answer. */
  readonly answered: number
}

/** What a request costs at most, of somebody who has an account with long messages, and of anybody else. */
const USER: Cost = { cpu: 200, answered: 3 * MIB }
const ANYBODY: Cost = { cpu: 50, answered: MIB }
/** What a method leaves in memory after some requests of that size. Those themselves have up to 1 MiB each. */
const MOST_HELD = 4 * MIB

interface User {
  readonly client: TestClient
  readonly friend: api.inputPeerUser
}

/** What is allowed more, and why. */
const ALLOWED: Readonly<Record<string, Partial<Cost> & { readonly why: string }>> = {}

const REQUESTS = 4
/** Come first, while all that they ask for is still there. */
const READS = /\.(get|search|resolve|check)/
const FRIEND_PHONE = '9996622222'
const LONG_MESSAGES = 120
const timeout = 240_000

setFlagsFromString('--expose-gc')
const collectGarbage: unknown = runInNewContext('gc')

/** `CHAPPE_COSTS=1` prints the whole table, the dearest first. */
describe('the largest request to each method that is served', () => {
  let server: TestServer
  let methods: readonly string[]
  let steps = 0
  let users = 0

  beforeAll(async () => {
    server = await createTestServer({ rateLimits: {} })
    await signUp(server, FRIEND_PHONE, 'Friend')
    methods = [...server.rpc.served]
      .filter((name) => !wrapperNames.has(name))
      .sort((a, b) => Number(READS.test(b)) - Number(READS.test(a)) || (a < b ? -1 : 1))
  }, timeout)
  afterAll(() => server.close())

  /** A device of somebody who has long messages; of somebody else once requests have ended that account. */
  async function connectUser(): Promise<User> {
    if (users > 0) {
      const client = await signIn(server, phoneOf(users)).catch(() => undefined)
      if (client?.key.userId !== undefined) return { client, friend: await findByPhone(client, FRIEND_PHONE) }
    }
    const client = await signUp(server, phoneOf(++users), 'User')
    const friend = await findByPhone(client, FRIEND_PHONE)
    for (let at = 0; at < LONG_MESSAGES; at++) {
      const message = `message ${at} ${'字'.repeat(4000)}`
      await client.call({ _: 'messages.sendMessage', peer: friend, message, randomId: BigInt(at + 1) })
    }
    return { client, friend }
  }

  async function connectNobody(): Promise<User> {
    return { client: await server.connect(), friend: { _: 'inputPeerUser', userId: 1n, accessHash: 1n } }
  }

  /** The dearest of the requests to one method; how many had an answer, and the bytes of the largest. */
  async function tryMethod(
    name: string,
    { client, friend }: User,
    limit: number,
  ): Promise<Cost & { readonly answers: number; readonly sent: number }> {
    const bodies = largestRequests(name, friend, REQUESTS, () => ++steps).map((request) =>
      encode(initConnection(request), LAYER),
    )
    let answers = 0
    let cpu = 0
    let answered = 0
    for (const body of bodies) {
      let once = await costOf(client, name, body)
      if (once.answered > 0) answers++
      // Whatever else the process had to do just then is not the method's.
      for (let again = 0; again < 2 && once.cpu > limit; again++) {
        const repeated = await costOf(client, name, body)
        once = { cpu: Math.min(once.cpu, repeated.cpu), answered: Math.max(once.answered, repeated.answered) }
      }
      cpu = Math.max(cpu, once.cpu)
      answered = Math.max(answered, once.answered)
    }
    client.pushed.length = 0
    return { cpu, answered, answers, sent: Math.max(...bodies.map(({ length }) => length)) }
  }

  async function measure(connect: () => Promise<User>, most: Cost): Promise<string[]> {
    const table: (Cost & { readonly name: string; readonly held: number; readonly sent: number })[] = []
    let answers = 0
    let user = await connect()
    let before = heldBytes()
    for (const name of methods) {
      // Some requests end the session or the account.
      if (most === USER && user.client.key.userId === undefined) user = await connect()
      const limit = ALLOWED[name]?.cpu ?? most.cpu
      const cost = await tryMethod(name, user, limit)
      let after = heldBytes()
      // What is made ready once and used again is not counted; what grows each time is.
      for (let again = 0; again < 3 && after - before > MOST_HELD; again++) {
        before = after
        await tryMethod(name, user, limit)
        await setImmediate()
        after = heldBytes()
      }
      table.push({ name, ...cost, held: after - before })
      answers += cost.answers
      before = after
    }
    // Nothing would be proved by requests that are all refused at the door.
    expect(answers).toBeGreaterThan(methods.length / 4)
    const history = table.find(({ name }) => name === 'messages.getHistory')
    expect(history?.answered).toBeGreaterThan(most === USER ? MIB / 2 : -1)
    if (process.env['CHAPPE_COSTS'] !== undefined) print(table)
    return table.flatMap(({ name, cpu, answered, held }) => {
      const limit = { ...most, ...ALLOWED[name] }
      return [
        ...(cpu > limit.cpu ? [`${name}: ${cpu.toFixed(0)} ms of the processor, at most ${limit.cpu}`] : []),
        ...(answered > limit.answered ? [`${name}: ${answered} bytes answered, at most ${limit.answered}`] : []),
        ...(held > MOST_HELD ? [`${name}: ${held} bytes held, at most ${MOST_HELD}`] : []),
      ]
    })
  }

  it('has a bound in processor time, memory and answer, of a user', { timeout }, async () => {
    expect(await measure(connectUser, USER)).toEqual([])
  })

  it('has a lower one of anybody who has no account', { timeout }, async () => {
    expect(await measure(connectNobody, ANYBODY)).toEqual([])
  })
})

function phoneOf(user: number): string {
  return `999664${1000 + user}`
}

async function costOf(client: TestClient, name: string, body: Uint8Array): Promise<Cost> {
  const before = process.cpuUsage()
  let answered = 0
  try {
    answered = (await client.callBytes(body)).length
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
    expect(error.code, `${name}: ${error.message}`).not.toBe(500)
  }
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1000, answered }
}

function heldBytes(): number {
  if (typeof collectGarbage === 'function') collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function print(
  table: readonly (Cost & { readonly name: string; readonly held: number; readonly sent: number })[],
): void {
  const lines = [...table]
    .sort((a, b) => b.cpu - a.cpu)
    .map(({ name, cpu, answered, held, sent }) => {
      const numbers = [cpu.toFixed(1), sent, answered, held].map((value) => String(value).padStart(10))
      return `${numbers.join('')}  ${name}`
    })
  process.stdout.write(`${'    CPU ms      sent  answered      held'}\n${lines.join('\n')}\n`)
}
