import type { Client } from '@chappe/client'
import { until } from './until.ts'

/** A conversation of somebody with @BotFather. */
export interface BotFatherTalk {
  /** Says something, and gives the answer. */
  say(text: string): Promise<string>
  /** Makes a bot, and gives its token. */
  newBot(name: string, username: string): Promise<string>
  /** Does something to a bot, as `/setinline`, and says what it is to be. */
  change(username: string, command: string, answer: string): Promise<void>
  end(): void
}

export function talkToBotFather(owner: Client): BotFatherTalk {
  const heard: string[] = []
  const end = owner.on('message', ({ text, out }) => {
    if (!out) heard.push(text)
  })
  const say = async (text: string): Promise<string> => {
    const before = heard.length
    await owner.sendMessage('@BotFather', text)
    await until(
      () => heard.length > before,
      () => `no answer to ${text}`,
    )
    return heard.at(-1) ?? ''
  }
  return {
    ...{ say, end },
    async newBot(name, username) {
      await say('/newbot')
      await say(name)
      const made = await say(username)
      const [token] = /\d+:[\w-]{20,}/.exec(made) ?? []
      if (token === undefined) throw new Error(`@BotFather made no bot: ${made}`)
      return token
    },
    async change(username, command, answer) {
      await say(command)
      await say(`@${username}`)
      await say(answer)
    },
  }
}
