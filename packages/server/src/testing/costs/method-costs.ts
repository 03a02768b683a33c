import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { encode, LAYER } from '@chappe/tl-layers'
import { wrapperNames } from '../../rpc/invocation.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import { initConnection, type TestServer } from '../test-server.ts'
import type { CostBounds } from './bounds.ts'
import { largestRequests, renewed } from './largest-request.ts'
import type { Person } from './people.ts'

/** What the dearest of some requests to a method took. */
export interface MethodCost {
  readonly name: string
  /** Bytes of the largest request. */
  readonly sent: number
  /** Milliseconds of the processor. */
  readonly cpu: number
  /** The same without what may be taken for the bytes that were sent. */
  readonly cpuBeside: number
  /** Bytes of the largest answer; 0 if all requests were refused. */
  readonly answered: number
  /** How many requests had a result. */
  readonly results: number
  /** The errors of those that had none. */
  readonly errors: ReadonlySet<string>
}

export interface MeasureOptions {
  /** How many shapes of requests are tried; half of them are the largest, half such as services take. */
  readonly shapes: number
  readonly seed: number
  /** How often each is sent, and the least taken: whatever else the process had to do just then is not the method's. */
  readonly tries: number
  /** What requests may take. As long as one takes more, it is sent again, a few times. */
  readonly bounds: CostBounds
}

const MOST_TRIES = 4
const MIB = 1024 * 1024

/** Come first, while all that they ask for is still there. */
const READS = /\.(get|search|resolve|check)/

/** All methods that are served, those that read before those that change something. */
export function servedMethods({ rpc }: TestServer): string[] {
  return [...rpc.served]
    .filter((name) => !wrapperNames.has(name))
    .sort((a, b) => Number(READS.test(b)) - Number(READS.test(a)) || (a < b ? -1 : 1))
}

let steps = 0
const next = (): number => ++steps

/** Sends the largest requests to one method. */
export async function measureMethod(
  name: string,
  { client, friend }: Person,
  { shapes, seed, tries, bounds }: MeasureOptions,
): Promise<MethodCost> {
  let largest = 0
  let cpu = 0
  let cpuBeside = 0
  let answered = 0
  let results = 0
  const errors = new Set<string>()
  for (const request of largestRequests({ name, friend, count: shapes, seed, next })) {
    let least = Number.POSITIVE_INFINITY
    let sent = 0
    let free = 0
    for (let at = 0; at < tries || (least > bounds.cpu + free && at < MOST_TRIES); at++) {
      const body = encode(initConnection(renewed(request, next)), LAYER)
      sent = body.length
      free = (bounds.cpuPerMiB * sent) / MIB
      const before = process.cpuUsage()
      try {
        const { length } = await client.callBytes(body)
        least = Math.min(least, cpuSince(before))
        answered = Math.max(answered, length)
        results++
      } catch (error) {
        least = Math.min(least, cpuSince(before))
        if (!(error instanceof RpcError)) throw error
        if (error.code === 500) throw new TypeError(`${name}: ${error.message}`)
        errors.add(error.message)
      }
    }
    largest = Math.max(largest, sent)
    cpu = Math.max(cpu, least)
    cpuBeside = Math.max(cpuBeside, least - free)
  }
  // What the client was told meanwhile is not held by the server.
  client.pushed.length = 0
  return { name, sent: largest, cpu, cpuBeside, answered, results, errors }
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

setFlagsFromString('--expose-gc')
const collectGarbage: unknown = runInNewContext('gc')

/** The memory of the process that is in use. */
export function heldBytes(): number {
  if (typeof collectGarbage !== 'function') throw new TypeError('this Node cannot collect its garbage when asked')
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/**
 * What a method leaves in memory each time that some requests to it were sent. What is made ready once and used again is
 * not counted.
 *
 * @param enough as long as more than this is left, they are sent again, a few times
 */
export async function heldAfter(send: () => Promise<unknown>, enough: number): Promise<number> {
  let held = Number.POSITIVE_INFINITY
  let before = heldBytes()
  for (let at = 0; at < 3 && held > enough; at++) {
    await send()
    await new Promise((resolve) => setImmediate(resolve))
    const after = heldBytes()
    held = after - before
    before = after
  }
  return held
}
