import type { MethodName } from './handlers.ts'

/** The methods that a key may call before anybody has signed in by it ("User Authorization"). All others need a user. */
const openMethods = [
  'auth.bindTempAuthKey',
  'auth.cancelCode',
  'auth.checkPaidAuth',
  'auth.checkPassword',
  'auth.checkRecoveryPassword',
  'auth.exportLoginToken',
  'auth.finishPasskeyLogin',
  'auth.importAuthorization',
  'auth.importBotAuthorization',
  'auth.importLoginToken',
  'auth.importWebTokenAuthorization',
  'auth.initPasskeyLogin',
  'auth.logOut',
  'auth.recoverPassword',
  'auth.reportMissingCode',
  'auth.requestFirebaseSms',
  'auth.requestPasswordRecovery',
  'auth.resendCode',
  'auth.resetLoginEmail',
  'auth.sendCode',
  'auth.signIn',
  'auth.signUp',
  'account.deleteAccount',
  'account.getPassword',
  'account.sendVerifyEmailCode',
  'account.verifyEmail',
  'help.getAppConfig',
  'help.getAppUpdate',
  'help.getCdnConfig',
  'help.getConfig',
  'help.getCountriesList',
  'help.getDeepLinkInfo',
  'help.getNearestDc',
  'help.getTermsOfServiceUpdate',
  'help.getTimezonesList',
  'help.saveAppLog',
  'langpack.getDifference',
  'langpack.getLangPack',
  'langpack.getLanguage',
  'langpack.getLanguages',
  'langpack.getStrings',
] as const

export type OpenMethod = Extract<MethodName, (typeof openMethods)[number]>

const open: ReadonlySet<string> = new Set(openMethods)

export function needsUser(method: string): boolean {
  return !open.has(method)
}
