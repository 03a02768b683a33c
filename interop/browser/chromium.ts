/** Chromium without a window, driven through the pipe of its DevTools protocol: a page, what it is told, what it says. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage'],
  ...['--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-component-update'],
  ...['--disable-sync', '--disable-default-apps', '--disable-extensions', '--mute-audio', '--remote-debugging-pipe'],
]

interface Reply {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: { readonly [name: string]: unknown }
  readonly error?: { readonly message: string }
}

export class Chromium {
  readonly #child: ChildProcess
  readonly #profile: string
  readonly #commands: Writable
  readonly #waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>()
  #count = 0
  #page: string | undefined
  /** What the page wrote to its console and what it threw, for a test that fails. */
  readonly said: string[] = []

  private constructor(command: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'chappe-chromium-'))
    const args = [...FLAGS, `--user-data-dir=${this.#profile}`, 'about:blank']
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true })
    const [, , , commands, replies] = child.stdio
    if (!(commands instanceof Writable) || !(replies instanceof Readable)) throw new TypeError('no pipe to Chromium')
    this.#child = child
    this.#commands = commands
    // Of a pipe that breaks, the end of the process tells.
    commands.on('error', () => {})
    let pending = ''
    replies.setEncoding('utf8').on('data', (chunk: string) => {
      pending += chunk
      const messages = pending.split('\0')
      pending = messages.pop() ?? ''
      for (const message of messages) this.#receive(JSON.parse(message))
    })
    child.once('error', (error) => this.#fail(error))
    child.once('exit', (code) => this.#fail(new Error(`Chromium ended with ${code}`)))
  }

  /** Starts a browser with a profile of its own. */
  static start(command: string): Chromium {
    return new Chromium(command)
  }

  async open(url: string): Promise<void> {
    const { targetId } = await this.#ask('Target.createTarget', { url })
    const { sessionId } = await this.#ask('Target.attachToTarget', { targetId, flatten: true })
    this.#page = String(sessionId)
    await this.#ask('Page.enable')
    await this.#ask('Runtime.enable')
    await this.#ready()
  }

  /** Loads the page anew, as a person does. */
  async reload(): Promise<void> {
    await this.#ask('Runtime.evaluate', { expression: 'window.left = true' })
    await this.#ask('Page.reload')
    await this.#ready()
  }

  /** The value that an expression, or its promise, comes to in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#ask('Runtime.evaluate', {
      ...{ expression, awaitPromise: true, returnByValue: true },
    })
    if (exceptionDetails !== undefined) throw new Error(`the page threw: ${JSON.stringify(exceptionDetails)}`)
    return typeof result === 'object' && result !== null && 'value' in result ? result.value : undefined
  }

  /** What the page looks like, as PNG. */
  async screenshot(): Promise<Uint8Array> {
    const { data } = await this.#ask('Page.captureScreenshot', { format: 'png' })
    return new Uint8Array(Buffer.from(String(data), 'base64'))
  }

  async close(): Promise<void> {
    const { pid } = this.#child
    if (pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = new Promise((resolve) => this.#child.once('exit', resolve))
      // The group that was made for it: the browser and the processes of its pages.
      process.kill(-pid, 'SIGKILL')
      await gone
    }
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  /** The program of the page has run. */
  async #ready(): Promise<void> {
    const end = performance.now() + 30_000
    while ((await this.evaluate('window.left !== true && window.app !== undefined')) !== true) {
      if (performance.now() > end) throw new Error(`the page does not load: ${this.said.join('\n')}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async #ask(method: string, params: object = {}): Promise<{ readonly [name: string]: unknown }> {
    const id = ++this.#count
    const reply = await new Promise<Reply>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      const sessionId = this.#page
      this.#commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
    // A page that is just being replaced has no place to evaluate anything in.
    if (reply.error !== undefined && method !== 'Runtime.evaluate') throw new Error(`${method}: ${reply.error.message}`)
    return reply.result ?? {}
  }

  #receive(reply: Reply): void {
    if (reply.id === undefined) {
      const { method, params } = reply
      if (method === 'Runtime.exceptionThrown' || method === 'Runtime.consoleAPICalled') {
        this.said.push(JSON.stringify(params).slice(0, 2000))
      }
      return
    }
    this.#waiting.get(reply.id)?.resolve(reply)
    this.#waiting.delete(reply.id)
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
