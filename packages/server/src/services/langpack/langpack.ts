import type { api } from '@chappe/tl-codec/api'
import { openMethod, type Service } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

const maxKeys = 1000
const packName = /^[a-z0-9_]{0,32}$/i

/** All texts of the applications, which are loaded when the first application asks for them. */
const texts = () => import('./english-pack.ts')

/** Translations of the user interface ("Localization"): an English pack for each application. */
export function createLangpackService(): Service {
  return {
    methods: {
      'langpack.getLanguages': openMethod({}, async (_context, request) => {
        checkPack(request.langPack)
        const { englishPack } = await texts()
        return [englishPack(request.langPack).language]
      }),

      'langpack.getLanguage': openMethod({}, async (_context, request) => {
        checkPack(request.langPack)
        checkLanguage(request.langCode)
        const { englishPack } = await texts()
        return englishPack(request.langPack).language
      }),

      'langpack.getLangPack': openMethod({}, async (_context, request) => {
        checkPack(request.langPack)
        checkLanguage(request.langCode)
        return difference(request.langPack, 0)
      }),

      'langpack.getDifference': openMethod({}, async (_context, request) => {
        checkPack(request.langPack)
        checkLanguage(request.langCode)
        if (request.fromVersion < 0) throw badRequest('FROM_VERSION_INVALID')
        return difference(request.langPack, request.fromVersion)
      }),

      'langpack.getStrings': openMethod({}, async (_context, request) => {
        checkPack(request.langPack)
        checkLanguage(request.langCode)
        if (request.keys.length > maxKeys) throw badRequest('LIMIT_INVALID')
        const { englishStrings } = await texts()
        return request.keys.map((key) => englishStrings.get(key) ?? { _: 'langPackStringDeleted', key })
      }),
    },
  }
}

function checkPack(name: string): void {
  if (!packName.test(name)) throw badRequest('LANG_PACK_INVALID')
}

/** Regional forms of a language are served by the language. */
function checkLanguage(code: string): void {
  if (!/^en(-[a-z]+)*$/i.test(code)) throw badRequest('LANG_CODE_NOT_SUPPORTED')
}

async function difference(langPack: string, fromVersion: number): Promise<api.langPackDifference> {
  const { englishPack, englishVersion } = await texts()
  const { language, strings } = englishPack(langPack)
  return {
    _: 'langPackDifference',
    langCode: language.langCode,
    fromVersion,
    version: englishVersion,
    strings: fromVersion >= englishVersion ? [] : [...strings],
  }
}
