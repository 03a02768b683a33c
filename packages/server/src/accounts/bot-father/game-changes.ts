import { invalid } from '../../rules/refusal.ts'
import { isLonger } from '../../rules/text-length.ts'
import { isAppShortName } from '../../rules/web-apps.ts'
import { needLines } from './app-changes.ts'
import { type Change, changed } from './change.ts'

const maxTitleLength = 128
const maxDescriptionLength = 512
/** A bot has so many games. */
const maxGames = 50

/** What @BotFather changes of the games of a bot ("Bot games"). */
export const gameChanges: Readonly<Record<string, Change>> = {
  newgame: {
    summary: 'give it a game, or change one',
    question:
      'Three lines: a short name (letters, digits, underscores), the title and a description; below a photo, if it has one.',
    async change(tx, ports, bot, answer, photo) {
      const [shortName, title, description] = needLines(answer, 3)
      if (!isAppShortName(shortName)) throw invalid('GAME_SHORTNAME_INVALID')
      if (isLonger(title, maxTitleLength)) throw invalid('GAME_TITLE_INVALID')
      if (isLonger(description, maxDescriptionLength)) throw invalid('DESCRIPTION_TOO_LONG')
      const before = await tx.games.named(bot.id, shortName)
      if (before === undefined && (await tx.games.of(bot.id)).length >= maxGames) throw invalid('LIMIT_INVALID')
      await tx.games.put({ bot: bot.id, shortName, title, description, photo: photo ?? before?.photo })
      return changed(tx, ports, bot)
    },
  },
  mygames: {
    summary: 'list its games',
    async change(tx, _ports, bot) {
      const lines = (await tx.games.of(bot.id)).map(({ shortName, title }) => `${shortName} - ${title}`)
      return { text: lines.length === 0 ? `@${bot.username} has no games. /newgame makes one.` : lines.join('\n') }
    },
  },
  deletegame: {
    summary: 'take away one of its games, with all scores',
    question: 'The short name of the game?',
    async change(tx, ports, bot, answer) {
      const game = await tx.games.named(bot.id, answer)
      if (game === undefined) throw invalid('GAME_SHORTNAME_INVALID')
      await tx.games.remove(game.id)
      return changed(tx, ports, bot)
    },
  },
}
