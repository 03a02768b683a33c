import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Rpc } from '../../rpc/rpc.ts'
import { createTestServer } from '../test-server.ts'
import { type CostBounds, strangerBounds, userBounds } from './bounds.ts'
import { heldAfter, type MethodCost, measureMethod, servedMethods } from './method-costs.ts'
import { createPeople, type Person } from './people.ts'

export const costsFile: string = fileURLToPath(new URL('../../../../../docs/costs.md', import.meta.url))

const MESSAGES = 120
const MEASURE = { shapes: 2, seed: 1, tries: 2 }
/** Less than this may come from whatever else the process does. */
const HELD_NOISE = 256 * 1024
/**
 * A figure stays as it was written unless it is off by more than this factor: the page is not to change with the load
 * of the machine.
 */
const STAYS_WITHIN = 2

interface Row {
  readonly name: string
  readonly user: Measured
  readonly stranger: Measured
}

interface Measured {
  readonly cost: MethodCost
  readonly held: number
}

/** The whole of docs/costs.md, measured now. */
export async function describeCosts(tell: (line: string) => void): Promise<string> {
  const server = await createTestServer({ rateLimits: {} })
  const people = await createPeople(server, MESSAGES)
  const rows: Row[] = []
  for (const name of servedMethods(server)) {
    const user = await measure(name, await people.user(), userBounds)
    const stranger = await measure(name, await people.stranger(), strangerBounds)
    rows.push({ name, user, stranger })
    tell(name)
  }
  await server.close()
  return page(rows, server.rpc, existsSync(costsFile) ? figuresOf(readFileSync(costsFile, 'utf8')) : new Map())
}

async function measure(name: string, person: Person, bounds: CostBounds): Promise<Measured> {
  const options = { ...MEASURE, bounds }
  const cost = await measureMethod(name, person, options)
  const held = await heldAfter(() => measureMethod(name, person, { ...options, tries: 1 }), HELD_NOISE)
  return { cost, held: held > HELD_NOISE ? held : 0 }
}

type Figures = readonly (number | undefined)[]

function page(
  rows: readonly Row[],
  { needsUser }: Pick<Rpc, 'needsUser'>,
  before: ReadonlyMap<string, Figures>,
): string {
  const lines = rows
    .map(({ name, user, stranger }) => ({ name, figures: [...figures(user), ...figures(stranger)] }))
    .map(({ name, figures }) => ({
      name,
      figures: figures.map((value, at) => keptFigure(value, before.get(name)?.[at])),
    }))
    .sort((a, b) => (b.figures[1] ?? 0) - (a.figures[1] ?? 0) || (a.name < b.name ? -1 : 1))
    .map(({ name, figures: [sent, cpu, answered, held, , strangerCpu, strangerAnswered, strangerHeld] }) => {
      const own = [bytes(sent), ms(cpu), bytes(answered), bytes(held)]
      const others = [ms(strangerCpu), needsUser(name) ? 'refused' : bytes(strangerAnswered), bytes(strangerHeld)]
      return `| ${[`\`${name}\``, ...own, ...others].join(' | ')} |`
    })
  return [
    '# What each method costs',
    '',
    'The largest request to each method that is served: what it takes of the processor, what of it stays in memory, and how',
    'much is answered, for somebody who has an account with long messages in it, and for anybody who has none. Written by',
    '`npm run costs`, which tries some requests of each method, grown to all bounds of the schema ([limits.md](limits.md)),',
    'and names the dearest. Figures are rounded up to 1, 2 or 5 of their magnitude, and one that was written stays until it',
    'is off by half; they are of the machine that they were measured on. A test bounds them all',
    '(`packages/server/src/testing/costs/method-costs.test.ts`).',
    '',
    '| method | largest request | CPU ms | answered | held | CPU ms, no account | answered, no account | held, no account |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
    '',
  ].join('\n')
}

function figures({ cost: { sent, cpu, answered }, held }: Measured): number[] {
  return [sent, cpu, answered, held]
}

/** Rounded up to 1, 2 or 5 of its magnitude, unless what was written before is near enough. */
function keptFigure(value: number, before: number | undefined): number {
  if (before !== undefined && value <= before * STAYS_WITHIN && value >= before / (STAYS_WITHIN * 2.5)) return before
  return roundedUp(value)
}

function roundedUp(value: number): number {
  if (value <= 0) return 0
  const magnitude = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 5, 10].map((step) => step * magnitude).find((step) => step >= value) ?? value
}

/** The clock cannot tell shorter times apart. */
const LEAST_MS = 1

function ms(value = 0): string {
  return value <= LEAST_MS ? `under ${LEAST_MS}` : String(value)
}

const UNITS = [
  { name: 'MB', bytes: 1_000_000 },
  { name: 'KB', bytes: 1000 },
  { name: 'B', bytes: 1 },
] as const

function bytes(value = 0): string {
  const unit = UNITS.find((one) => value >= one.bytes)
  return unit === undefined ? '–' : `${value / unit.bytes} ${unit.name}`
}

/** What a page says of each method, in the order of `figures`. */
function figuresOf(text: string): Map<string, Figures> {
  const known = new Map<string, Figures>()
  for (const line of text.split('\n')) {
    const [, name, ...cells] = line.split('|').map((cell) => cell.trim())
    if (name === undefined || !/^`[\w.]+`$/.test(name)) continue
    const [sent, cpu, answered, held, strangerCpu, strangerAnswered, strangerHeld] = cells.map(figureOf)
    const own = [sent, cpu, answered, held]
    known.set(name.slice(1, -1), [...own, undefined, strangerCpu, strangerAnswered, strangerHeld])
  }
  return known
}

function figureOf(cell: string): number | undefined {
  const [, number, unit] = cell.match(/^(?:under )?([\d.]+)(?: (\w+))?$/) ?? []
  if (number === undefined) return cell === '–' ? 0 : undefined
  return Number(number) * (UNITS.find(({ name }) => name === unit)?.bytes ?? 1)
}
