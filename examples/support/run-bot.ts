import type { Bot, Context } from 'grammy'

/** Runs a bot by the token in BOT_TOKEN at the server of `npm start`, or at the one whose root is in BOT_API. */
export async function runBot<C extends Context>(create: (token: string, apiRoot: string) => Bot<C>): Promise<void> {
  const token = process.env['BOT_TOKEN']
  if (token === undefined) {
    process.stderr.write(
      'Make a bot (chappe-server bots create, or /newbot of @BotFather) and put its token into BOT_TOKEN.\n',
    )
    process.exitCode = 1
    return
  }
  const bot = create(token, process.env['BOT_API'] ?? 'http://127.0.0.1:8081')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void bot.stop())
  await bot.start({ onStart: ({ username }) => void process.stdout.write(`@${username} listens\n`) })
}
