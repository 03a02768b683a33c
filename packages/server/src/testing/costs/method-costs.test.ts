import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestServer, type TestServer } from '../test-server.ts'
import { type CostBounds, everDear, strangerBounds, userBounds } from './bounds.ts'
import { costsFile } from './costs-page.ts'
import { heldAfter, type MethodCost, measureMethod, servedMethods } from './method-costs.ts'
import { createPeople, type People } from './people.ts'

/** How many of all methods are looked at beside those that were ever dear. */
const SAMPLE = 30
/** And of these, of how many it is seen what they leave in memory, for which all garbage has to be collected. */
const HELD = 8
/** `CHAPPE_SEED` replays a run, whose seed is in the titles. */
const seed = Number(process.env['CHAPPE_SEED'] ?? Date.now() % 1_000_000)
/** How many messages the chat of the caller has. */
const MESSAGES = 100
const timeout = 120_000
const one = { numRuns: 1, seed }

describe(`the largest request to a method (seed ${seed})`, () => {
  let server: TestServer
  let people: People
  let methods: string[]

  beforeAll(async () => {
    server = await createTestServer({ rateLimits: {} })
    people = await createPeople(server, MESSAGES)
    const all = servedMethods(server)
    const [drawn = []] = fc.sample(fc.shuffledSubarray(all, { minLength: SAMPLE, maxLength: SAMPLE }), one)
    const chosen = new Set([...everDear, ...drawn])
    methods = all.filter((name) => chosen.has(name))
  }, timeout)
  afterAll(() => server.close())

  it('is written down for all that are served (npm run costs)', () => {
    const page = readFileSync(costsFile, 'utf8')
    expect(servedMethods(server).filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([])
  })

  it('costs no more than it may, of somebody who has an account', { timeout }, async () => {
    let results = 0
    const over: string[] = []
    for (const name of methods) {
      const person = await people.user()
      const cost = await measureMethod(name, person, { shapes: 2, seed, tries: 1, bounds: userBounds })
      results += cost.results
      over.push(...excess(cost, userBounds))
    }
    expect(over).toEqual([])
    // Nothing would be proved by requests that are all refused at the door.
    expect(results).toBeGreaterThan(methods.length / 3)
  })

  it('costs less of anybody who has none, and is refused where it needs one', { timeout }, async () => {
    const stranger = await people.stranger()
    const over: string[] = []
    for (const name of methods) {
      const options = { shapes: 2, seed, tries: 1, bounds: strangerBounds }
      const cost = await measureMethod(name, stranger, options)
      over.push(...excess(cost, strangerBounds))
      if (!server.rpc.needsUser(name)) continue
      expect([cost.results, [...cost.errors]], name).toEqual([0, ['AUTH_KEY_UNREGISTERED']])
    }
    expect(over).toEqual([])
  })

  it('leaves nothing behind that grows each time', { timeout }, async () => {
    for (const name of fc.sample(fc.shuffledSubarray(methods, { minLength: HELD, maxLength: HELD }), one).flat()) {
      const person = await people.user()
      const options = { shapes: 2, seed, tries: 1, bounds: userBounds }
      const held = await heldAfter(() => measureMethod(name, person, options), userBounds.held)
      expect(held, name).toBeLessThan(userBounds.held)
    }
  })
})

/** What is over its bound, in words. */
function excess({ name, cpu, cpuBeside, answered }: MethodCost, bounds: CostBounds): string[] {
  const { cpuPerMiB } = bounds
  return [
    ...(cpuBeside > bounds.cpu
      ? [`${name}: ${cpu.toFixed(0)} ms of the processor, at most ${bounds.cpu} and ${cpuPerMiB} for each MiB`]
      : []),
    ...(answered > bounds.answered ? [`${name}: ${answered} bytes answered, at most ${bounds.answered}`] : []),
  ]
}
