import { once } from 'node:events'
import { copyFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from './code-of.ts'
import type { ServerProcess } from './server-process.ts'
import { until } from './until.ts'
import { within } from './within.ts'

const PACKAGE = '@prebuilt-tdlib/linux-x64-glibc'
const KEY_BEGIN = '-----BEGIN RSA PUBLIC KEY-----'
const KEY_END = '-----END RSA PUBLIC KEY-----'
/** Busy machines take long for a first start of a library of 60 MB. */
const ANSWER_MS = 30_000

/** An object of TDLib's JSON interface. */
export type TdObject = { readonly _: string } & Readonly<Record<string, unknown>>

/** The part of `tdl` that is used here, in the types of this file. */
interface BareClient {
  invoke(request: TdObject): Promise<TdObject>
  on(event: 'update', listener: (update: TdObject) => void): void
  close(): Promise<void>
}

interface Tdl {
  configure(options: { readonly tdjson: string; readonly verbosityLevel: number }): void
  createBareClient(): BareClient
}

/** Where TDLib's library is; undefined on machines for which there is none. */
export function findTdlib(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`${PACKAGE}/libtdjson.so`)
  } catch {
    return undefined
  }
}

/**
 * Unmodified TDLib but for its keys: it is built with those of the public servers and their addresses. A copy of the library
 * gets ours in their place, and a proxy leads whatever it connects to, to `server`.
 */
export class Tdlib {
  readonly #tdl: Tdl
  readonly #folder: string
  readonly #proxy = createServer()
  #proxyPort = 0
  readonly #users: TdlibUser[] = []

  private constructor(tdl: Tdl, folder: string) {
    this.#tdl = tdl
    this.#folder = folder
  }

  /** One for each process: the library is loaded once. */
  static async load(library: string, server: ServerProcess): Promise<Tdlib> {
    const folder = mkdtempSync(join(tmpdir(), 'chappe-tdlib-'))
    const copy = join(folder, 'libtdjson.so')
    copyFileSync(library, copy)
    replaceKeys(copy, server.publicKey.trim())
    const { default: tdl }: { default: Tdl } = await import('tdl')
    tdl.configure({ tdjson: copy, verbosityLevel: Number(process.env['TDLIB_LOG_LEVEL'] ?? 0) })
    const tdlib = new Tdlib(tdl, folder)
    await tdlib.#listen(server)
    return tdlib
  }

  /** A device without an account, which has its data in a folder of its own. */
  async device(useTestDc = false): Promise<TdlibUser> {
    const user = new TdlibUser(this.#tdl.createBareClient())
    this.#users.push(user)
    const folder = mkdtempSync(join(this.#folder, 'device-'))
    // The network comes last, so that nothing is tried without the proxy.
    const noNetwork = user.call('setNetworkType', { type: { _: 'networkTypeNone' } })
    await user.call('setTdlibParameters', {
      ...{ use_test_dc: useTestDc, database_directory: folder, files_directory: folder },
      ...{ use_chat_info_database: true, use_message_database: true, use_secret_chats: true },
      ...{ api_id: 1, api_hash: 'interop', system_language_code: 'en', device_model: 'test', application_version: '1' },
    })
    await noNetwork
    const proxy = { _: 'proxy', server: '127.0.0.1', port: this.#proxyPort, type: { _: 'proxyTypeHttp' } }
    await user.call('addProxy', { proxy, enable: true })
    await user.setOnline(true)
    return user
  }

  /** Ends all devices and forgets their data. */
  async dispose(): Promise<void> {
    await Promise.all(this.#users.map((user) => user.close()))
    this.#proxy.closeAllConnections()
    this.#proxy.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #listen(server: ServerProcess): Promise<void> {
    this.#proxy.on('connect', (_, near, head) => {
      const far = connect(server.port, '127.0.0.1', () => {
        near.write('HTTP/1.1 200 OK\r\n\r\n')
        far.write(head)
        far.pipe(near).pipe(far)
      })
      far.on('error', () => near.destroy())
      far.on('close', () => near.destroy())
      near.on('error', () => far.destroy())
      near.on('close', () => far.destroy())
    })
    this.#proxy.listen(0, '127.0.0.1')
    await once(this.#proxy, 'listening')
    const address = this.#proxy.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
    this.#proxyPort = address.port
  }
}

/** One device. */
export class TdlibUser {
  readonly #client: BareClient
  /** Texts of new messages from others, in order. */
  readonly seen: string[] = []
  #authorization = ''
  #connection = ''
  /** Messages under way, by their temporary id. */
  readonly #sending = new Map<unknown, (outcome: 'sent' | Error) => void>()

  constructor(client: BareClient) {
    this.#client = client
    client.on('update', (update) => this.#onUpdate(update))
  }

  /** Every update, as it comes. */
  onUpdate(listener: (update: TdObject) => void): void {
    this.#client.on('update', listener)
  }

  /** The last authorization state. */
  get authorization(): string {
    return this.#authorization
  }

  get connection(): string {
    return this.#connection
  }

  call(method: string, fields: Readonly<Record<string, unknown>> = {}): Promise<TdObject> {
    return within(ANSWER_MS, method, this.#client.invoke({ _: method, ...fields }))
  }

  async setOnline(online: boolean): Promise<void> {
    await this.call('setNetworkType', { type: { _: online ? 'networkTypeOther' : 'networkTypeNone' } })
  }

  /** Signs up with a test number (99966XYYYY), whose code is the digit X five times. */
  async signUp(phone: string, name: string): Promise<number> {
    await this.#enterCode(phone)
    await this.#reach('authorizationStateWaitRegistration')
    await this.call('registerUser', { first_name: name, last_name: '', disable_notification: true })
    return this.#signedIn()
  }

  /** Another device of an account. */
  async signIn(phone: string, password?: string): Promise<number> {
    await this.#enterCode(phone)
    if (password !== undefined) {
      await this.#reach('authorizationStateWaitPassword')
      await this.call('checkAuthenticationPassword', { password })
    }
    return this.#signedIn()
  }

  /** Sends a text and waits until the server has it. */
  sendText(chatId: number, text: string): Promise<void> {
    return this.send(chatId, { _: 'inputMessageText', text: { _: 'formattedText', text } })
  }

  /** The same of any content. */
  async send(chatId: number, content: TdObject): Promise<void> {
    const message = await this.call('sendMessage', { chat_id: chatId, input_message_content: content })
    const outcome = new Promise<'sent' | Error>((resolve) => void this.#sending.set(message['id'], resolve))
    const told = await within(ANSWER_MS, 'sending a message', outcome)
    if (told instanceof Error) throw told
  }

  /** The texts of a chat, oldest first. */
  async historyTexts(chatId: number): Promise<string[]> {
    const texts: string[] = []
    for (let from: unknown = 0; ; ) {
      const page = await this.call('getChatHistory', { chat_id: chatId, from_message_id: from, offset: 0, limit: 100 })
      const messages = objects(page['messages'])
      if (messages.length === 0) return texts.reverse()
      for (const message of messages) texts.push(textOf(message))
      from = messages.at(-1)?.['id']
    }
  }

  async close(): Promise<void> {
    await this.#client.close()
  }

  async #enterCode(phone: string): Promise<void> {
    await this.#reach('authorizationStateWaitPhoneNumber')
    await this.call('setAuthenticationPhoneNumber', { phone_number: phone })
    await this.#reach('authorizationStateWaitCode')
    await this.call('checkAuthenticationCode', { code: codeOf(phone) })
  }

  async #signedIn(): Promise<number> {
    await this.#reach('authorizationStateReady')
    const me = await this.call('getMe')
    return Number(me['id'])
  }

  async #reach(state: string): Promise<void> {
    await until(
      () => this.#authorization === state,
      () => `TDLib is at ${this.#authorization} instead of ${state}`,
      ANSWER_MS,
    )
  }

  #onUpdate(update: TdObject): void {
    switch (update._) {
      case 'updateAuthorizationState':
        this.#authorization = nameOf(update['authorization_state'])
        break
      case 'updateConnectionState':
        this.#connection = nameOf(update['state'])
        break
      case 'updateNewMessage': {
        const [message] = objects([update['message']])
        if (message !== undefined && message['is_outgoing'] !== true) this.seen.push(textOf(message))
        break
      }
      case 'updateMessageSendSucceeded':
        this.#sent(update['old_message_id'], 'sent')
        break
      case 'updateMessageSendFailed':
        this.#sent(update['old_message_id'], new Error(JSON.stringify(update['error'])))
        break
    }
  }

  #sent(id: unknown, outcome: 'sent' | Error): void {
    this.#sending.get(id)?.(outcome)
    this.#sending.delete(id)
  }
}

/** Puts `key` in the place of every built-in key of its length. */
function replaceKeys(library: string, key: string): void {
  const bytes = readFileSync(library)
  const file = openSync(library, 'r+')
  let replaced = 0
  for (let at = bytes.indexOf(KEY_BEGIN); at >= 0; at = bytes.indexOf(KEY_BEGIN, at + 1)) {
    const end = bytes.indexOf(KEY_END, at) + KEY_END.length
    if (end - at !== key.length) continue
    writeSync(file, key, at, 'latin1')
    replaced++
  }
  if (replaced === 0) throw new Error('the library holds no key of the length of ours')
}

function objects(value: unknown): TdObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function isObject(value: unknown): value is TdObject {
  return typeof value === 'object' && value !== null && '_' in value && typeof value._ === 'string'
}

function nameOf(value: unknown): string {
  return isObject(value) ? value._ : ''
}

function textOf(message: TdObject): string {
  const [content] = objects([message['content']])
  const [text] = objects([content?.['text']])
  return typeof text?.['text'] === 'string' ? text['text'] : nameOf(content)
}
