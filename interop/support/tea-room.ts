import { type ChappeUser, signUpChappe } from './chappe-user.ts'
import { ServerProcess } from './server-process.ts'
import { askBotFather, startTeaBot, type TeaBot } from './tea-bot.ts'
import { until } from './until.ts'

/** What everybody does who comes to see the bot, as the bot hears it. */
const visit = ['start link', 'pressed milk', 'contact of its own', 'pressed tea', 'chosen one of leaves']

/** A server with @tea_bot, which runs over HTTP. */
export class TeaRoom {
  readonly server: ServerProcess
  readonly bot: TeaBot
  readonly #owner: ChappeUser

  private constructor(server: ServerProcess, owner: ChappeUser, bot: TeaBot) {
    this.server = server
    this.#owner = owner
    this.bot = bot
  }

  static async open(): Promise<TeaRoom> {
    const server = await ServerProcess.start({ args: ['--bot-api-port', '0'] })
    try {
      const owner = await signUpChappe(server, '9996630061', 'Owner')
      const token = await askBotFather(owner.client, 'tea_bot')
      return new TeaRoom(server, owner, await startTeaBot(`http://127.0.0.1:${server.botApiPort}`, token))
    } catch (error) {
      await server.dispose()
      throw error
    }
  }

  /** In any order: the bot is told of a press at once, and of a choice when it was sent. */
  isVisited(): Promise<void> {
    return until(
      () => visit.every((one) => this.bot.told.includes(one)),
      () => `the bot heard ${this.bot.told.join()}`,
    )
  }

  async dispose(): Promise<void> {
    await this.bot.stop()
    await this.#owner.client.close()
    await this.server.dispose()
  }
}
