import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { type BotWithToken, type ListedBot, readAppKey, readBotWithToken, readListedBots } from '../operator/bots.ts'
import { operateFromCommandLine } from './operate-from-command-line.ts'

/** Makes bots, lists them, and gives or takes their tokens. */
export async function bots(
  config: Config,
  action: string,
  others: readonly string[],
  own: Readonly<Record<string, string>>,
  json: boolean,
  write: (text: string) => Promise<void>,
): Promise<void> {
  const { username, name, owner } = own
  const ask = async (input: object, makes = false): Promise<unknown> =>
    (await operateFromCommandLine(config, { command: 'bots', input: { action, ...input }, makes })).result
  const print = (bot: ListedBot, text: string): Promise<void> =>
    write(json ? `${JSON.stringify(forPrograms(bot))}\n` : text)
  const [bot, ...stray] = others
  if (stray.length > 0) throw new ConfigError(`unexpected argument "${stray[0]}"; see bots --help`)
  if (action === 'create' || action === 'list' || action === 'app-key') {
    if (bot !== undefined) throw new ConfigError(`bots ${action} takes no bot: "${bot}"`)
  } else if (bot === undefined) {
    throw new ConfigError(`bots ${action} needs a bot: its id or @username`)
  }
  switch (action) {
    case 'create': {
      if (username === undefined || name === undefined)
        throw new ConfigError('bots create needs --username NAME_bot and --name NAME')
      const made = readBotWithToken(await ask({ username, name, owner }, true))
      return print(made, `@${made.username} has the id ${made.id} and the token\n${made.token}\n`)
    }
    case 'list':
      for (let after = 0; ; ) {
        const page = readListedBots(await ask({ after }))
        for (const one of page) {
          const of = one.owner === undefined ? '' : `  of ${one.owner}`
          await print(one, `${one.id}  @${one.username}  ${one.name}${of}\n`)
        }
        const last = page.at(-1)
        if (last === undefined) return
        after = last.id
      }
    case 'token': {
      const found = readBotWithToken(await ask({ bot }))
      return print(found, `${found.token}\n`)
    }
    case 'revoke': {
      const found = readBotWithToken(await ask({ bot }))
      return print(found, `The old token of @${found.username} is worthless. The new one:\n${found.token}\n`)
    }
    case 'delete': {
      const [gone] = readListedBots(await ask({ bot }))
      if (gone !== undefined) await print(gone, `@${gone.username} is deleted\n`)
      return
    }
    case 'verifier': {
      const off = own['off'] === 'true'
      const { icon, company, description } = own
      if (!off && (icon === undefined || company === undefined)) {
        throw new ConfigError('bots verifier needs --icon EMOJI and --company NAME, or --off')
      }
      const ownWords = own['own-words'] === 'true'
      const [named] = readListedBots(await ask({ bot, off, icon, company, description, ownWords }))
      const what = off ? 'is a verifier no more' : `verifies for ${company}`
      if (named !== undefined) await print(named, `@${named.username} ${what}\n`)
      return
    }
    case 'app-key': {
      const { publicKey } = readAppKey(await ask({}))
      return write(json ? `${JSON.stringify({ publicKey })}\n` : `${publicKey}\n`)
    }
    default:
      throw new ConfigError(`bots can create, list, token, revoke, delete, verifier and app-key, not "${action}"`)
  }
}

function forPrograms(bot: ListedBot | BotWithToken): object {
  const { id, username, name, owner } = bot
  return 'token' in bot ? { id, username, token: bot.token } : { id, username, name, owner }
}
