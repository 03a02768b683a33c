const MIB = 1024 * 1024

/** What one request may cost, as large as it may be. */
export interface CostBounds {
  /** Milliseconds of the processor; a small request may ask for much. */
  readonly cpu: number
  /** The same for each MiB of the request, besides. */
  readonly cpuPerMiB: number
  /** Bytes of an answer. */
  readonly answered: number
  /** Bytes that stay in memory of some requests, each time that they are sent. */
  readonly held: number
}

/** Of somebody who has an account, and long messages in it. */
export const userBounds: CostBounds = { cpu: 80, cpuPerMiB: 200, answered: 3 * MIB, held: 4 * MIB }
/** Of anybody else, who may come with any number of keys. */
export const strangerBounds: CostBounds = { cpu: 30, cpuPerMiB: 150, answered: MIB, held: MIB }

/** Methods that were dear once, or do most: they are looked at each time. */
export const everDear: readonly string[] = [
  'messages.getHistory',
  'messages.getMessages',
  'messages.getDialogs',
  'messages.search',
  'messages.sendMessage',
  'messages.sendMultiMedia',
  'messages.forwardMessages',
  'messages.saveDraft',
  'messages.appendTodoList',
  'messages.getWebPagePreview',
  'contacts.importContacts',
  'contacts.getContacts',
  'updates.getDifference',
  'account.setPrivacy',
  'auth.sendCode',
  'auth.reportMissingCode',
  'help.getCountriesList',
  'langpack.getStrings',
]
