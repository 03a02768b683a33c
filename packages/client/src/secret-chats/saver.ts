import type { Clock } from '@chappe/transport/client'
import { ClientError } from '../errors.ts'
import type { Log } from '../log.ts'
import { sleep } from '../rpc/sleep.ts'
import { retryWaitMs } from './retry-wait.ts'
import type { SecretStore, Write } from './store/secret-store.ts'

export interface SaverPorts {
  readonly store: SecretStore
  readonly clock: Clock
  readonly log: Log
  readonly closed: AbortSignal
  /** All that is to be stored as things stand, in this order. Called without anything happening meanwhile. */
  writes(): readonly Write[]
  /** What can be done behind everybody's back, once it is stored. */
  afterwards(): Promise<void>
}

/** What was changed together, and what is to happen once that is stored. */
interface Step {
  readonly outputs: (() => void)[]
  readonly stored: PromiseWithResolvers<void>
}

/** What nobody waits for is stored after so long, so that a stream of it costs few writes. */
const LATER_MS = 1000

/**
 * Stores before anything leaves. Whatever is changed while a write is under way goes into the next one, so that many changes
 * share each. A write that fails is tried again without an end: nothing of what it holds has left, and nothing will before.
 */
export class Saver {
  readonly #ports: SaverPorts
  #step: Step | undefined
  #running = false
  #cancelLater: (() => void) | undefined

  constructor(ports: SaverPorts) {
    this.#ports = ports
  }

  /** @param output happens when what was changed until now is stored */
  output(output: () => void): void {
    this.#current.outputs.push(output)
  }

  /** Resolves when what was changed until now is stored. */
  save(): Promise<void> {
    const { stored } = this.#current
    this.#cancelLater?.()
    this.#cancelLater = undefined
    if (!this.#running) void this.#run()
    return stored.promise
  }

  /** It is stored some time, and soon. */
  saveLater(): void {
    if (this.#ports.closed.aborted || this.#cancelLater !== undefined) return
    this.#cancelLater = this.#ports.clock.after(LATER_MS, () => {
      this.#cancelLater = undefined
      this.save().catch(() => {})
    })
  }

  /** Stores what waits to be stored. */
  async flush(): Promise<void> {
    if (this.#running || this.#cancelLater !== undefined || this.#step !== undefined) await this.save()
  }

  get #current(): Step {
    this.#step ??= { outputs: [], stored: Promise.withResolvers() }
    return this.#step
  }

  async #run(): Promise<void> {
    this.#running = true
    // Whatever else happens in this turn shares the write.
    await Promise.resolve()
    for (let step = this.#take(); step !== undefined; step = this.#take()) {
      try {
        for (const write of this.#ports.writes()) await this.#write(write)
      } catch (error) {
        step.stored.promise.catch(() => {})
        step.stored.reject(error)
        break
      }
      for (const output of step.outputs) output()
      step.stored.resolve()
      await this.#ports.afterwards()
    }
    this.#running = false
  }

  #take(): Step | undefined {
    const step = this.#step
    this.#step = undefined
    return step
  }

  async #write(write: Write): Promise<void> {
    const { store, clock, log, closed } = this.#ports
    for (let attempt = 0; ; attempt++) {
      try {
        return await store.write(write)
      } catch (error) {
        if (closed.aborted) throw new ClientError('CLOSED', 'the client was closed', { cause: error })
        log('error', 'a secret chat could not be stored, it is tried again', error)
        const waitMs = retryWaitMs(attempt)
        await sleep(clock, waitMs, closed).catch(() => {})
      }
    }
  }
}
