import type { ServicePorts } from '../core-ports.ts'

/** Waits for what bots answer, by whichever process. */
export interface AnswerWaits {
  /** Begins to wait, which is before the bot is asked. It ends by the answer, by `end`, or with the time. */
  begin(queryId: bigint, maxMs: number): { readonly answered: Promise<void>; end(): void }
}

export function createAnswerWaits({ bus, clock }: Pick<ServicePorts, 'bus' | 'clock'>): AnswerWaits {
  const waiting = new Map<bigint, () => void>()
  bus.subscribe((message) => {
    if (message.type === 'botAnswered') waiting.get(message.queryId)?.()
  })
  return {
    begin(queryId, maxMs) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const end = (): void => {
        cancel()
        waiting.delete(queryId)
        resolve()
      }
      const cancel = clock.after(maxMs, end)
      waiting.set(queryId, end)
      return { answered: promise, end }
    },
  }
}
