import type { Between } from '@chappe/bot-api'

/** What may happen between bots and the Bot API. */
export interface BotFaults {
  readonly between: Between
  /** So many ms pass before each call of a bot is served, and before each post to its webhook. */
  delay(botId: number, ms: number): void
  /** Whether each update is posted twice to a webhook. */
  doubleWebhooks(isOn: boolean): void
}

/** @param inner what is told of each call and each post */
export function createBotFaults(inner: Between): BotFaults {
  const delays = new Map<number, number>()
  let isDoubled = false
  const held = async (botId: number): Promise<void> => {
    const ms = delays.get(botId) ?? 0
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
  }
  return {
    between: {
      async call(call, serve) {
        await held(call.botId)
        return inner.call(call, serve)
      },
      async webhook(update, post) {
        await held(update.botId)
        const answer = await inner.webhook(update, post)
        // As after an answer that was lost on its way back.
        const isTaken = answer.status >= 200 && answer.status < 300
        return isDoubled && isTaken ? inner.webhook(update, post) : answer
      },
    },
    delay: (botId, ms) => void (ms === 0 ? delays.delete(botId) : delays.set(botId, ms)),
    doubleWebhooks(isOn) {
      isDoubled = isOn
    },
  }
}
