/** The program of the page: one account, signed in from what IndexedDB holds or by a code. */
import { createClient } from '@chappe/client'
import { createStorage } from '@chappe/client/storage'

export interface PageOptions {
  readonly port: number
  readonly serverPublicKey: string
  readonly transport: 'websocket' | 'http'
  readonly phone: string
}

/** What the test asks of the page; answers are JSON. */
export interface PageApp {
  /** Signs in, without a code if somebody is signed in already, and gives the account's id. */
  open(options: PageOptions): Promise<string>
  send(phone: string, text: string): Promise<void>
  /** Says something in the secret chat that somebody else began. */
  sendSecret(text: string): Promise<void>
  /** Texts of secret messages since the page was loaded. */
  seenInSecret(): readonly string[]
  /** Texts of messages from others since the page was loaded. */
  seen(): readonly string[]
  state(): string
  /** How often the client asked for a code. */
  codes(): number
}

let client: ReturnType<typeof createClient> | undefined
const seen: string[] = []
const secrets: string[] = []
let state = 'none'
let codes = 0

const app: PageApp = {
  async open({ port, serverPublicKey, transport, phone }) {
    client = createClient({
      apiId: 1,
      apiHash: 'browser',
      dcs: { id: 2, host: '127.0.0.1', port },
      serverPublicKey,
      storage: createStorage(`account of ${phone}`),
      transport,
      secretChats: { key: new Uint8Array(32).fill(9) },
    })
    const { secretChats } = client
    secretChats.on('request', (chat) => void secretChats.accept(chat.id))
    secretChats.on('message', ({ text }) => secrets.push(text))
    client.on('message', (message) => {
      if (!message.out) seen.push(message.text)
    })
    client.on('state', ({ state: next }) => {
      state = next
    })
    const code = (): string => {
      codes++
      // The code of a test number 99966XYYYY is its digit X, five times.
      return (phone[5] ?? '').repeat(5)
    }
    const { id } = await client.start({ phone, code, name: 'Page' })
    return String(id)
  },
  async send(phone, text) {
    await client?.sendMessage(`+${phone}`, text)
  },
  async sendSecret(text) {
    const [chat] = (await client?.secretChats.list()) ?? []
    if (chat !== undefined) await client?.secretChats.send(chat.id, { text })
  },
  seenInSecret: () => secrets,
  seen: () => seen,
  state: () => state,
  codes: () => codes,
}

Object.assign(globalThis, { app })
