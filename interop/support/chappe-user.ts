import { type Client, type ClientOptions, createClient } from '@chappe/client'
import { codeOf } from './code-of.ts'
import type { ServerProcess } from './server-process.ts'

export interface ChappeUser {
  readonly client: Client
  readonly id: bigint
  /** Texts of the messages that came from others as updates, in order. */
  readonly seen: string[]
}

/** Our own client, pointed at `server`. */
export function createChappe(server: ServerProcess, options: Partial<ClientOptions> = {}): Client {
  return createClient({
    apiId: 1,
    apiHash: 'interop',
    dcs: { id: 2, host: '127.0.0.1', port: server.port },
    serverPublicKey: server.publicKey,
    // The server is killed in many of these tests, which is no news.
    log: false,
    ...options,
  })
}

/** Our own client, signed up with a test number (99966XYYYY), whose code is the digit X five times. */
export async function signUpChappe(
  server: ServerProcess,
  phone: string,
  name: string,
  options: Partial<ClientOptions> = {},
): Promise<ChappeUser> {
  const client = createChappe(server, options)
  const seen: string[] = []
  client.on('message', (message) => {
    if (!message.out) seen.push(message.text)
  })
  const user = await client.start({ phone, code: codeOf(phone), name })
  return { client, id: user.id, seen }
}
