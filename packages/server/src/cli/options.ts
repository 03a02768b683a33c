import { parseArgs } from 'node:util'
import { ConfigError, type RawConfig } from '../config/config.ts'

export type Command =
  | { readonly command: 'run'; readonly config: RawConfig }
  | { readonly command: 'help' }
  | { readonly command: 'version' }

export const helpText = `Usage: chappe-server [options]

Starts the Chappe server. Every option can also be given as an environment variable.

  --data DIR          where the store and the keys live (CHAPPE_DATA; default: chappe-data)
  --host ADDRESS      the address to listen on (CHAPPE_HOST; default: 127.0.0.1, this machine only)
  --port PORT         the port to listen on, 0 for a free one (CHAPPE_PORT; default: 4430)
  --dc-id NUMBER      the data centre that this server is (CHAPPE_DC_ID; default: 2)
  --log-format FORM   pretty or json (CHAPPE_LOG_FORMAT; default: pretty)
  --no-test-accounts  do not let 99966XYYYY sign in with the code XXXXX (CHAPPE_TEST_ACCOUNTS=false);
                      on by default, and only possible, on a loopback address
  --help              print this and exit
  --version           print the version and exit

Clients must hold the server's public key: DIR/keys/public.pem, written on the first start.
`

/** Reads the command line; what it does not say comes from the environment. Throws `ConfigError`. */
export function parseCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Command {
  const values = parse(args)
  if (values.help) return { command: 'help' }
  if (values.version) return { command: 'version' }
  const testAccounts = values['test-accounts']
  return {
    command: 'run',
    config: {
      data: values.data ?? environment['CHAPPE_DATA'],
      host: values.host ?? environment['CHAPPE_HOST'],
      port: values.port ?? environment['CHAPPE_PORT'],
      dcId: values['dc-id'] ?? environment['CHAPPE_DC_ID'],
      logFormat: values['log-format'] ?? environment['CHAPPE_LOG_FORMAT'],
      testAccounts: testAccounts === undefined ? environment['CHAPPE_TEST_ACCOUNTS'] : String(testAccounts),
    },
  }
}

interface Values {
  readonly data?: string | undefined
  readonly host?: string | undefined
  readonly port?: string | undefined
  readonly 'dc-id'?: string | undefined
  readonly 'log-format'?: string | undefined
  readonly 'test-accounts'?: boolean | undefined
  readonly help?: boolean | undefined
  readonly version?: boolean | undefined
}

function parse(args: readonly string[]): Values {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        data: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        'dc-id': { type: 'string' },
        'log-format': { type: 'string' },
        'test-accounts': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    }).values
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error)
    throw new ConfigError(`${reason}; see --help`)
  }
}
