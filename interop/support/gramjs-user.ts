import { parsePublicKey } from '@chappe/crypto'
import { Api, Logger, TelegramClient } from 'telegram'
import { _serverKeys } from 'telegram/crypto/RSA.js'
import { NewMessage, type NewMessageEvent } from 'telegram/events/index.js'
import { LogLevel } from 'telegram/extensions/Logger.js'
import { returnBigInt } from 'telegram/Helpers.js'
import { ConnectionTCPFull } from 'telegram/network/index.js'
import { StringSession } from 'telegram/sessions/index.js'
import { codeOf } from './code-of.ts'
import type { ServerProcess } from './server-process.ts'

export interface GramjsUser {
  readonly client: TelegramClient
  readonly id: string
  /** Texts of the messages that came as updates, in order. */
  readonly seen: string[]
}

/** GramJS connects to port 80, and saves no higher port than 32767; its `connection` option is the way around that. */
function connectionTo(port: number): typeof ConnectionTCPFull {
  return class extends ConnectionTCPFull {
    constructor(options: ConstructorParameters<typeof ConnectionTCPFull>[0]) {
      super({ ...options, port })
    }
  }
}

/** An unmodified GramJS client, signed up with a test number. */
export async function signUpGramjs(server: ServerProcess, phone: string, firstName: string): Promise<GramjsUser> {
  const { n, e, fingerprint } = parsePublicKey(server.publicKey)
  _serverKeys.set(fingerprint.toString(), { n: returnBigInt(n.toString()), e: Number(e) })
  const session = new StringSession('')
  session.setDC(2, '127.0.0.1', 80)
  const client = new TelegramClient(session, 1, 'interop', {
    connectionRetries: 50,
    retryDelay: 200,
    connection: connectionTo(server.port),
    baseLogger: new Logger(LogLevel.NONE),
  })
  await client.connect()
  const settings = new Api.CodeSettings({})
  const sent = await client.invoke(
    new Api.auth.SendCode({ phoneNumber: phone, apiId: 1, apiHash: 'interop', settings }),
  )
  if (!('phoneCodeHash' in sent)) throw new Error('signed in without a code')
  const { phoneCodeHash } = sent
  const phoneCode = codeOf(phone)
  await client.invoke(new Api.auth.SignIn({ phoneNumber: phone, phoneCodeHash, phoneCode }))
  await client.invoke(new Api.auth.SignUp({ phoneNumber: phone, phoneCodeHash, firstName, lastName: '' }))
  const me = await client.getMe()
  const seen: string[] = []
  client.addEventHandler((event: NewMessageEvent) => void seen.push(event.message.message), new NewMessage({}))
  return { client, id: me.id.toString(), seen }
}
