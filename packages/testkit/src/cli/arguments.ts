import { parseArgs } from 'node:util'
import { LabError } from '../errors.ts'
import type { LabOptions } from '../lab.ts'

export const helpText = `usage: chappe-lab [SEED.json] [options]

Starts a lab: a server on this machine with people and bots for tests, whose clock can be moved.
It prints one line of JSON, {"msg":"listening",…}, with all ports and the tokens of the seed's bots.
Everything is gone when it ends, by Ctrl-C, SIGTERM or POST /close.

  SEED.json               what there is at first: users, bots, chats, messages
  --port PORT             of the MTProto API; default 0, any free one
  --bot-api-port PORT     of the HTTP Bot API; default 0
  --control-port PORT     of the commands in JSON over HTTP; default 0
  --data FOLDER           where all is to stay; default: a temporary folder
  --start-at TIME         what the clock says at first, such as 2030-01-01T12:00:00Z
  --rate-limits           limits as on a public server; default: none
  --help, --version`

export interface LabArguments extends LabOptions {
  readonly controlPort: number
}

/** @throws {LabError} OPTION_INVALID */
export function parseArguments(args: readonly string[]): LabArguments | 'help' | 'version' {
  const { values, positionals } = parse(args)
  if (values.help === true) return 'help'
  if (values.version === true) return 'version'
  if (positionals.length > 1) throw invalid(`one seed at the most, not ${positionals.join(' and ')}`)
  return {
    seed: positionals[0],
    data: values.data,
    port: portOf('port', values.port),
    botApiPort: portOf('bot-api-port', values['bot-api-port']),
    controlPort: portOf('control-port', values['control-port']),
    startAt: timeOf(values['start-at']),
    rateLimits: values['rate-limits'] === true ? 'public' : undefined,
  }
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const options = {
  ...{ port: text, 'bot-api-port': text, 'control-port': text, data: text, 'start-at': text },
  ...{ 'rate-limits': flag, help: flag, version: flag },
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new LabError('OPTION_INVALID', `${why}; see --help`, { cause })
  }
}

function portOf(name: string, given: string | undefined): number {
  if (given === undefined) return 0
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN
  if (port <= 65_535) return port
  throw invalid(`--${name}: ${JSON.stringify(given)} is no port`)
}

function timeOf(given: string | undefined): Date | undefined {
  if (given === undefined) return undefined
  const time = new Date(given)
  if (Number.isFinite(time.getTime())) return time
  throw invalid(`--start-at: ${JSON.stringify(given)} is no time such as 2030-01-01T12:00:00Z`)
}

function invalid(message: string): LabError {
  return new LabError('OPTION_INVALID', message)
}
