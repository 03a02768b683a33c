import { MemoryStorage, type Message, TelegramClient } from '@mtcute/node'
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js'
import { codeOf } from './code-of.ts'
import { notServed } from './not-served.ts'
import type { ServerProcess } from './server-process.ts'
import { until } from './until.ts'

export interface MtcuteUser {
  readonly client: TelegramClient
  readonly id: number
  /** Texts of the messages that came as updates, in order. */
  readonly seen: string[]
}

/** A server on this machine, in a process of its own or in this one. */
export type ServerToReach = Pick<ServerProcess, 'port' | 'publicKey'>

export interface MtcuteOptions {
  /** A device that starts again gives the storage that it had. */
  readonly storage?: MemoryStorage
  /** Temporary keys, bound by auth.bindTempAuthKey ("Perfect Forward Secrecy"). */
  readonly usePfs?: boolean
  /** Where it begins. Default: 2. */
  readonly dcId?: number
  readonly testMode?: boolean
  /** Of its user. Default: en. */
  readonly langCode?: string
}

/** An unmodified mtcute client, pointed at `server`. */
export async function createMtcute(server: ServerToReach, options: MtcuteOptions = {}): Promise<TelegramClient> {
  const crypto = new NodeCryptoProvider()
  await crypto.initialize()
  addPublicKey(crypto, server.publicKey)
  const dc = { id: options.dcId ?? 2, ipAddress: '127.0.0.1', port: server.port }
  const client = new TelegramClient({
    apiId: 1,
    apiHash: 'interop',
    storage: options.storage ?? new MemoryStorage(),
    defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
    crypto,
    testMode: options.testMode ?? false,
    initConnectionOptions: { langCode: options.langCode ?? 'en' },
    updates: { catchUp: true },
    network: { usePfs: options.usePfs ?? false },
    logLevel: Number(process.env['MTCUTE_LOG_LEVEL'] ?? 0),
  })
  client.onError.add(() => {})
  return client
}

/** Signs up with a test number (99966XYYYY), whose code is the digit X five times, and listens. */
export async function signUpMtcute(
  server: ServerToReach,
  phone: string,
  firstName: string,
  options: MtcuteOptions = {},
): Promise<MtcuteUser> {
  const client = await createMtcute(server, options)
  const sent = await client.sendCode({ phone })
  if (!('phoneCodeHash' in sent)) throw new Error('signed in without a code')
  const { phoneCodeHash } = sent
  const phoneCode = codeOf(phone)
  const answer = await client.call({ _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode })
  if (answer._ !== 'auth.authorizationSignUpRequired') throw new Error(`${phone} has an account already`)
  const authorization = await client.call({
    _: 'auth.signUp',
    phoneNumber: phone,
    phoneCodeHash,
    firstName,
    lastName: '',
  })
  if (authorization._ !== 'auth.authorization' || authorization.user._ !== 'user') throw new Error('not signed up')
  await client.notifyLoggedIn(authorization)
  return follow(client, authorization.user.id)
}

/** Another device of an account: signs in with the test code, and with the password where the account has one. */
export async function signInMtcute(
  server: ServerProcess,
  phone: string,
  password?: string,
  options: MtcuteOptions = {},
): Promise<MtcuteUser> {
  const client = await createMtcute(server, options)
  const code = codeOf(phone)
  const self = await client.start({
    phone,
    code: async () => code,
    codeSentCallback: () => {},
    // Not as a function: that would be asked again and again after a wrong one.
    ...(password === undefined ? {} : { password }),
  })
  return follow(client, self.id)
}

/** Begins to note the new messages that come to a client. */
export function follow(client: TelegramClient, id: number): MtcuteUser {
  const seen: string[] = []
  client.onNewMessage.add((message: Message) => {
    seen.push(message.text)
  })
  return { client, id, seen }
}

/** The texts of a chat, oldest first. */
export async function historyTexts(client: TelegramClient, peer: number | string): Promise<string[]> {
  const texts: string[] = []
  for await (const message of client.iterHistory(peer)) texts.push(message.text)
  return texts.reverse()
}

/** Waits until a message with this text came as an update. */
export function sees(user: MtcuteUser, text: string): Promise<void> {
  return until(
    () => user.seen.includes(text),
    () => `it saw ${user.seen.join()}`,
  )
}

/** Ends what a scenario has begun, as far as it came. Which methods were asked for meanwhile and are not served. */
export async function endMtcute(
  server: ServerProcess | undefined,
  users: readonly (MtcuteUser | undefined)[],
): Promise<string[]> {
  // One that is never served, to know that the log tells of them.
  await users[0]?.client.call({ _: 'phone.getCallConfig' }, { maxRetryCount: 0 }).catch(() => {})
  const unserved = server === undefined ? [] : await notServed(server, 'phone.getCallConfig')
  for (const user of users) await user?.client.destroy()
  await server?.dispose()
  return unserved
}
