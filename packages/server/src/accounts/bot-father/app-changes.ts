import { encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { isWebAppUrl } from '../../rules/button-links.ts'
import { invalid } from '../../rules/refusal.ts'
import { isLonger } from '../../rules/text-length.ts'
import { isAppShortName } from '../../rules/web-apps.ts'
import { type Change, changed, setTraits } from './change.ts'

const maxTitleLength = 64
const maxButtonLength = 64
const maxDescriptionLength = 512
/** A bot has so many direct links. */
const maxApps = 50

/** What @BotFather changes of the pages that a bot opens ("Mini Apps"). */
export const appChanges: Readonly<Record<string, Change>> = {
  setmenubutton: {
    summary: 'have an app open beside the field in which one writes to it',
    question: 'Two lines: the address of the app, and what is to stand on the button. /empty for the list of commands.',
    async change(tx, ports, bot, answer) {
      if (answer === '') {
        await tx.bots.setMenu(bot.id, 0, undefined)
        return changed(tx, ports, bot)
      }
      const [url, text] = needLines(answer, 2)
      checkUrl(ports, url)
      if (isLonger(text, maxButtonLength)) throw invalid('BUTTON_TEXT_INVALID')
      await tx.bots.setMenu(bot.id, 0, encode({ _: 'botMenuButton', text, url }))
      return changed(tx, ports, bot)
    },
  },
  setmainapp: {
    summary: 'have an app open from its profile',
    question: 'The address of its main app? /empty for none.',
    async change(tx, ports, bot, answer) {
      if (answer === '') {
        await tx.webApps.removeApp(bot.id, '')
        return setTraits(tx, ports, bot, { hasMainApp: undefined })
      }
      checkUrl(ports, answer)
      await tx.webApps.putApp({ bot: bot.id, shortName: '', title: '', description: '', url: answer })
      return setTraits(tx, ports, bot, { hasMainApp: true })
    },
  },
  newapp: {
    summary: 'have an app open by a direct link',
    question:
      'Four lines: a short name for the link (letters, digits, underscores), the title, a description, and the address of the app.',
    async change(tx, ports, bot, answer) {
      const [shortName, title, description, url] = needLines(answer, 4)
      if (!isAppShortName(shortName)) throw invalid('BOT_APP_SHORTNAME_INVALID')
      if (isLonger(title, maxTitleLength)) throw invalid('BOT_APP_TITLE_INVALID')
      if (isLonger(description, maxDescriptionLength)) throw invalid('DESCRIPTION_TOO_LONG')
      checkUrl(ports, url)
      const apps = await tx.webApps.appsOf(bot.id)
      if (apps.length >= maxApps) throw invalid('LIMIT_INVALID')
      await tx.webApps.putApp({ bot: bot.id, shortName, title, description, url })
      return changed(tx, ports, bot)
    },
  },
  myapps: {
    summary: 'list its apps',
    async change(tx, _ports, bot) {
      const lines = (await tx.webApps.appsOf(bot.id)).map(({ shortName, title, url }) =>
        shortName === '' ? `main app - ${url}` : `${shortName} - ${title} - ${url}`,
      )
      return { text: lines.length === 0 ? `@${bot.username} has no apps. /newapp makes one.` : lines.join('\n') }
    },
  },
  deleteapp: {
    summary: 'take away one of its direct links',
    question: 'The short name of the app?',
    async change(tx, ports, bot, answer) {
      if (!isAppShortName(answer)) throw invalid('BOT_APP_SHORTNAME_INVALID')
      if ((await tx.webApps.appNamed(bot.id, answer)) === undefined) throw invalid('BOT_APP_INVALID')
      await tx.webApps.removeApp(bot.id, answer)
      return changed(tx, ports, bot)
    },
  },
}

function checkUrl({ settings }: ServicePorts, url: string): void {
  if (!isWebAppUrl(url, settings.address().host)) throw invalid('URL_INVALID')
}

/** Throws `ANSWER_INVALID` where there are not just as many lines as were asked for. */
export function needLines<Count extends 2 | 3 | 4>(text: string, count: Count): Lines[Count] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (!hasLines(lines, count)) throw invalid('ANSWER_INVALID')
  return lines
}

interface Lines {
  2: readonly [string, string]
  3: readonly [string, string, string]
  4: readonly [string, string, string, string]
}

function hasLines<Count extends 2 | 3 | 4>(lines: readonly string[], count: Count): lines is Lines[Count] {
  return lines.length === count
}
