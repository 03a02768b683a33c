import { type BotOptions, createLab, type Lab } from '@chappe/testkit'
import type { Bot, Context } from 'grammy'

/** A lab in which a bot of an example runs as @NAME_bot while `test` does. */
export async function withBot<C extends Context>(
  name: string,
  create: (token: string, apiRoot: string) => Bot<C>,
  test: (lab: Lab, bot: Bot<C>) => Promise<void>,
  options: BotOptions = {},
): Promise<void> {
  await using lab = await createLab()
  const { token, apiRoot } = await lab.bot(name, options)
  const bot = create(token, apiRoot)
  const failures: unknown[] = []
  bot.catch(({ error }) => void failures.push(error))
  await bot.init()
  const running = bot.start()
  try {
    await test(lab, bot)
  } finally {
    await bot.stop()
    await running
  }
  if (failures.length > 0) throw new AggregateError(failures, 'the bot failed')
}
