import { readFileSync } from 'node:fs'
import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { OperatorError } from '../operator/protocol.ts'
import { plannedUser } from '../operator/seed/cast.ts'
import { createDraws } from '../operator/seed/draws.ts'
import { PlanError, parsePlan, type SeedPlan } from '../operator/seed/plan.ts'
import { describe, readProgress, readResult, type SeedProgress, type SeedResult } from '../operator/seed/progress.ts'
import { testCode } from '../rules/phone-number.ts'
import { operateFromCommandLine } from './operate-from-command-line.ts'
import { progressLine } from './progress.ts'

/** So many users are listed for a person, and for a program. */
const maxShown = 10
const maxListed = 1_000

/** Fills a server by a plan; false if it was ended before all was there. */
export async function seed(
  config: Config,
  file: string,
  options: Readonly<Record<string, string>>,
  json: boolean,
  write: (text: string) => Promise<void>,
): Promise<boolean> {
  const plan = readPlan(file, options)
  const show = progressLine('seed')
  let last: SeedProgress = { users: 0, chats: 0, groups: 0, channels: 0, messages: 0 }
  const onProgress = (value: unknown): void => {
    const progress = readProgress(value)
    if (progress === undefined) return
    last = progress
    show(shareOf(plan, progress), describe(progress))
  }
  try {
    const { result } = await operateFromCommandLine(config, { command: 'seed', input: plan, makes: true, onProgress })
    show.end()
    const found = readResult(result)
    await write(json ? `${JSON.stringify(forPrograms(plan, found))}\n` : forPeople(plan, found))
    return found.isWhole
  } catch (error) {
    throw error instanceof OperatorError ? withAdvice(error, last) : error
  } finally {
    show.end()
  }
}

/** What was there is there still, and the same command makes the rest. */
function withAdvice(error: OperatorError, progress: SeedProgress): Error {
  const again = 'give the same command again, and it goes on from there'
  if (error.code === 'STOPPING') return new OperatorError(error.code, `${error.message}: ${again}`)
  if (error.code !== 'CONNECTION_LOST') return error
  const reached = `at least ${describe(progress)} are there`
  return new OperatorError(error.code, `${error.message}, in the middle of it; ${reached}: ${again}`)
}

/** A message takes about as long as a tenth of a user, and as somebody who comes into a channel and reads there. */
function shareOf({ channelSize, ...plan }: SeedPlan, { users, channels, messages }: SeedProgress): number {
  const all = plan.users * 10 + plan.messages + (plan.supergroups + plan.channels) * channelSize
  return (users * 10 + messages + channels * channelSize) / all
}

function readPlan(file: string, options: Readonly<Record<string, string>>): SeedPlan {
  const written = file === '' ? {} : readObject(file)
  const given: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(options)) {
    if (name === 'json') continue
    const member = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
    given[member] = name === 'seed' || name === 'until' || !/^[0-9]+$/.test(text) ? text : Number(text)
  }
  try {
    return parsePlan({ ...written, ...given })
  } catch (error) {
    if (!(error instanceof PlanError)) throw error
    const where = (problem: string): string => {
      const name = /^\w+/.exec(problem)?.[0] ?? ''
      const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      return name in given ? `--${flag}${problem.slice(name.length)}` : `${file === '' ? 'the plan' : file}: ${problem}`
    }
    throw new ConfigError(error.problems.map(where).join('; '))
  }
}

function readObject(file: string): object {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new ConfigError(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new ConfigError(`${file}: a plan is one JSON object, such as { "users": 100, "messages": 5000 }`)
}

interface Listed {
  readonly phone: string
  readonly name: string
  readonly username: string | undefined
  readonly code: string | undefined
}

function listed(plan: SeedPlan, result: SeedResult, most: number): Listed[] {
  const draws = createDraws(plan.seed)
  return Array.from({ length: Math.min(result.users, most) }, (_, at) => {
    const { phone, firstName, lastName, username } = plannedUser(plan, draws, at)
    const code = result.testAccounts ? testCode(phone) : undefined
    return { phone: `+${phone}`, name: `${firstName} ${lastName}`.trim(), username, code }
  })
}

function forPrograms(plan: SeedPlan, result: SeedResult): object {
  const { users, chats, groups, channels, messages, isWhole, wasWhole, until } = result
  return {
    ...{ seed: plan.seed, users, chats, groups, channels, messages, isWhole, wasWhole },
    until: new Date(until * 1000).toISOString(),
    accounts: listed(plan, result, maxListed),
  }
}

function forPeople(plan: SeedPlan, result: SeedResult): string {
  const made = describe(result)
  const lines: string[] = []
  if (result.wasWhole) lines.push(`Nothing to do: ${made} of this plan are there already.`)
  else if (result.isWhole) lines.push(`${made} are there.`)
  else lines.push(`Stopped: ${made} are there. Give the same command again, and it goes on from there.`)
  const users = listed(plan, result, maxShown)
  for (const { phone, name, username, code } of users) {
    const signsIn = code === undefined ? '' : `  code ${code}`
    lines.push(`${phone}${signsIn}  ${name}${username === undefined ? '' : `  @${username}`}`)
  }
  const more = result.users - users.length
  if (more > 0) lines.push(`and ${more.toLocaleString('en')} more, each with the next number`)
  if (!result.testAccounts)
    lines.push('Test accounts are off: these sign in by codes that are sent to them, as all others.')
  return `${lines.join('\n')}\n`
}
