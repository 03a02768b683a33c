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
  /** Draws a picture, sends it as a photo, and gives the number of its message. */
  sendPicture(phone: string, width: number, height: number): Promise<number>
  /** Fetches the photo of a message, shows it, and says how it looks. */
  showPhoto(messageId: number): Promise<ShownPhoto>
  /** The same bytes up from a File and down into a Blob: their digests, and how far each was told to be. */
  moveFile(phone: string, bytes: number): Promise<{ sent: string; got: string; steps: number }>
}

export interface ShownPhoto {
  readonly width: number
  readonly height: number
  readonly bytes: number
  readonly type: string
  /** Red, green and blue in the middle of the left and of the right half. */
  readonly left: readonly number[]
  readonly right: readonly number[]
}

/** The part of the DOM that is used, as browsers have it. */
interface Context {
  fillStyle: string
  fillRect(x: number, y: number, width: number, height: number): void
  drawImage(image: object, x: number, y: number): void
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8Array }
}

interface Element {
  width: number
  height: number
  src: string
  readonly naturalWidth: number
  readonly naturalHeight: number
  getContext(kind: '2d'): Context
  toBlob(callback: (blob: Blob | null) => void, type: string): void
  decode(): Promise<void>
}

declare const document: {
  createElement(name: 'canvas' | 'img'): Element
  readonly body: { append(element: Element): void }
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
  async sendPicture(phone, width, height) {
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d')
    context.fillStyle = 'rgb(220, 40, 40)'
    context.fillRect(0, 0, width / 2, height)
    context.fillStyle = 'rgb(40, 80, 220)'
    context.fillRect(width / 2, 0, width / 2, height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (client === undefined || blob === null) throw new Error('there is nothing to send')
    return (await client.sendPhoto(`+${phone}`, blob, { caption: 'drawn in a page' })).id
  },
  async showPhoto(messageId) {
    if (client === undefined) throw new Error('nobody is signed in')
    const found = await client.call({ _: 'messages.getMessages', id: [{ _: 'inputMessageID', id: messageId }] })
    const [message] = 'messages' in found ? found.messages : []
    if (message === undefined) throw new Error('the message is not there')
    const blob = await client.download(message).blob()
    const image = document.createElement('img')
    image.src = URL.createObjectURL(blob)
    document.body.append(image)
    await image.decode()
    const canvas = document.createElement('canvas')
    const [width, height] = [image.naturalWidth, image.naturalHeight]
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const colourAt = (x: number): number[] => [...context.getImageData(x, height >> 1, 1, 1).data].slice(0, 3)
    const shown = { width, height, bytes: blob.size, type: blob.type }
    return { ...shown, left: colourAt(width >> 2), right: colourAt((width * 3) >> 2) }
  },
  async moveFile(phone, bytes) {
    if (client === undefined) throw new Error('nobody is signed in')
    const content = new Uint8Array(bytes)
    for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(content.subarray(at, at + 65_536))
    const digest = async (of: ArrayBuffer): Promise<string> =>
      Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', of)), (byte) => byte.toString(16)).join(' ')
    let steps = 0
    const file = new File([content], 'page.bin')
    const { id } = await client.sendFile(`+${phone}`, file, { onProgress: () => void steps++ })
    const found = await client.call({ _: 'messages.getMessages', id: [{ _: 'inputMessageID', id }] })
    const [message] = 'messages' in found ? found.messages : []
    if (message === undefined) throw new Error('the message is not there')
    const got = await client.download(message).blob()
    return { sent: await digest(content.buffer), got: await digest(await got.arrayBuffer()), steps }
  },
  seen: () => seen,
  state: () => state,
  codes: () => codes,
}

Object.assign(globalThis, { app })
