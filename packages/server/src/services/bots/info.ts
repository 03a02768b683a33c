import { tellOfUser } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isBotLang } from '../../rules/bot-scopes.ts'
import { parseFirstName } from '../../rules/names.ts'
import { isLonger } from '../../rules/text-length.ts'
import type { BotTexts } from '../../store/domain/people/bots.ts'
import { botOfRequest } from './bot-of-request.ts'
import { raiseInfoVersion } from './raise-info-version.ts'

const maxAboutLength = 120
const maxDescriptionLength = 512
/** A bot speaks so many languages. */
const maxLangs = 200

/** How a bot is called, and what it says of itself, in each language. */
export function createBotInfo(ports: ServicePorts): Methods {
  const { store } = ports
  return {
    'bots.setBotInfo': userMethod({ rate: { burst: 50, secondsEach: 2 } }, async ({ userId }, request) => {
      const { langCode: lang } = request
      if (!isBotLang(lang)) throw badRequest('LANG_CODE_INVALID')
      const { id } = await botOfRequest(ports, userId, request.bot)
      const name = request.name === undefined ? undefined : parseName(request.name, lang)
      if (isLonger(request.about ?? '', maxAboutLength)) throw badRequest('ABOUT_TOO_LONG')
      if (isLonger(request.description ?? '', maxDescriptionLength)) throw badRequest('DESCRIPTION_TOO_LONG')
      await store.transaction(async (tx) => {
        const user = await tx.users.get(id)
        if (user?.bot === undefined) throw badRequest('BOT_INVALID')
        const before = await tx.bots.texts(id, lang)
        if (before === undefined && (await tx.bots.count(id)).texts >= maxLangs) throw badRequest('LIMIT_INVALID')
        const texts: BotTexts = {
          name: name ?? before?.name ?? '',
          about: request.about?.trim() ?? before?.about ?? '',
          description: request.description?.trim() ?? before?.description ?? '',
        }
        await tx.bots.setTexts(id, lang, lang === '' ? { ...texts, name: '', about: '' } : texts)
        if (lang === '') {
          const about = request.about === undefined ? user.about : texts.about
          await tx.users.setProfile(id, { firstName: name ?? user.firstName, lastName: '', about })
        }
        await raiseInfoVersion(tx, id)
        tellOfUser(tx, ports, id)
      })
      return true
    }),

    async 'bots.getBotInfo'({ userId }, request) {
      const { langCode: lang } = request
      if (!isBotLang(lang)) throw badRequest('LANG_CODE_INVALID')
      const { id, firstName, about } = await botOfRequest(ports, userId, request.bot)
      const texts = await store.read.bots.texts(id, lang)
      const description = texts?.description ?? ''
      if (lang === '') return { _: 'bots.botInfo', name: firstName, about, description }
      // Whoever has no name in this language is called as in all others, also when it was taken away (Bot API, `getMyName`).
      return { _: 'bots.botInfo', name: texts?.name || firstName, about: texts?.about ?? '', description }
    },
  }
}

/** A name in another language may be taken away. */
function parseName(name: string, lang: string): string {
  return lang !== '' && name.trim() === '' ? '' : parseFirstName(name)
}
