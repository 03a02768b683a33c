import { parseArgs } from 'node:util'

/** Where this listens, to which server it leads, and what bots may do. */
export interface CommandOptions {
  readonly dcs: { readonly id: number; readonly host: string; readonly port: number }
  /** A file. */
  readonly publicKey: string
  readonly apiId: number
  readonly apiHash: string
  readonly httpPort: number
  readonly httpAddress: string
  readonly dir: string
  readonly local: boolean
  readonly privateWebhooks: boolean
  /** Bots whose id divided by `modulo` leaves `remainder`. */
  readonly filter: { readonly remainder: number; readonly modulo: number } | undefined
}

export type CommandLine =
  | { readonly ask: 'help' }
  | { readonly ask: 'version' }
  | { readonly ask: 'run'; readonly options: CommandOptions }

/** What is wrong with a command line, for the person at the keyboard. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'USAGE'
}

export const helpText = `Usage: chappe-bot-api --public-key FILE [OPTIONS]

Serves the HTTP Bot API for the bots of an MTProto server, which is another process or machine.

Where the server is:
  --dc HOST:PORT                   its address (default: 127.0.0.1:4430)
  --dc-id N                        the number of the data centre (default: 2)
  --public-key FILE                its public key in PEM; of chappe-server: keys/public.pem in its data folder
  --api-id N                       as its operator gives it out; chappe-server takes any (default: 1) (TELEGRAM_API_ID)
  --api-hash TEXT                  the same (default: chappe-bot-api) (TELEGRAM_API_HASH)

What is served:
  -p, --http-port PORT             the port (default: 8081); 0 for any free one, which the line "listening" names
  --http-ip-address ADDRESS        the address to listen on (default: 127.0.0.1)
  -d, --dir DIR                    where updates wait (default: chappe-bot-api-data); one process at a time
  --filter REMAINDER/MODULO        only bots whose id divided by MODULO leaves REMAINDER
  --private-webhooks               webhooks may lead to this machine and its neighbours
  --local                          the local mode: files up to 2000 MB, by file:///PATH and with their paths as answers, webhooks that
                                   lead anywhere. Whoever has a token can then read every file that this process can read
  -h, --help                       print this and exit
  --version                        print the version and exit

Runs until SIGTERM or SIGINT. It speaks HTTP without TLS: what strangers reach belongs behind a proxy.
`

/** Throws a `UsageError` for what nobody can mean. */
export function parseCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): CommandLine {
  const { values } = parse(args)
  if (values.help) return { ask: 'help' }
  if (values.version) return { ask: 'version' }
  const publicKey = values['public-key']
  if (publicKey === undefined)
    throw new UsageError('--public-key FILE is missing: the public key of the server, in PEM')
  const options: CommandOptions = {
    dcs: { id: integer('--dc-id', values['dc-id'] ?? '2', 1, 1_000), ...address(values.dc ?? '127.0.0.1:4430') },
    ...{ publicKey, dir: values.dir ?? 'chappe-bot-api-data' },
    apiId: integer('--api-id', values['api-id'] ?? env['TELEGRAM_API_ID'] ?? '1', 1, 2 ** 31 - 1),
    apiHash: values['api-hash'] ?? env['TELEGRAM_API_HASH'] ?? 'chappe-bot-api',
    httpPort: integer('--http-port', values['http-port'] ?? '8081', 0, 65_535),
    httpAddress: values['http-ip-address'] ?? '127.0.0.1',
    ...{ local: values.local ?? false, privateWebhooks: values['private-webhooks'] ?? false },
    filter: values.filter === undefined ? undefined : filterOf(values.filter),
  }
  return { ask: 'run', options }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = {
    ...{ dc: text, 'dc-id': text, 'public-key': text, 'api-id': text, 'api-hash': text, filter: text },
    ...{ 'http-port': { ...text, short: 'p' }, 'http-ip-address': text, dir: { ...text, short: 'd' } },
    ...{ local: flag, 'private-webhooks': flag, help: { ...flag, short: 'h' }, version: flag },
  } as const
  try {
    return parseArgs({ args: [...args], options, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function integer(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d{1,10}$/.test(text) && value >= least && value <= most) return value
  throw new UsageError(`${name} must be a number from ${least} to ${most}`)
}

/** An address of version 6 stands in brackets. */
function address(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, name, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(text) ?? []
  const host = bracketed ?? name
  if (host === undefined || port === undefined) throw new UsageError('--dc must be HOST:PORT')
  return { host, port: integer('--dc', port, 1, 65_535) }
}

function filterOf(text: string): { readonly remainder: number; readonly modulo: number } {
  const [, first = '', second = ''] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  if (first === '') throw new UsageError('--filter must be REMAINDER/MODULO')
  const modulo = integer('--filter', second, 1, 1_000_000)
  return { modulo, remainder: integer('--filter', first, 0, modulo - 1) }
}
