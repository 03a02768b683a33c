import type { BlobStore } from './blobs/blob-store.ts'
import type { Bus } from './bus/bus.ts'
import type { WebPages } from './chats/content/web-pages.ts'
import type { Documents } from './chats/files/documents.ts'
import type { EncryptedFiles } from './chats/files/encrypted-files.ts'
import type { ExternalMedia } from './chats/files/external-media.ts'
import type { Photos } from './chats/files/photos.ts'
import type { ProfilePhotos } from './chats/photos/profile-photos.ts'
import type { MediaWorks } from './media/media-works.ts'
import type { AccessHashes } from './peers/access-hash.ts'
import type { InputPeers } from './peers/input-peers.ts'
import type { PlausibleTime } from './plausible-time.ts'
import type { AddressBook } from './ports/address-book.ts'
import type { Clock } from './ports/clock.ts'
import type { CodeSender } from './ports/code-sender.ts'
import type { EmailSender } from './ports/email-sender.ts'
import type { LinkPreviews } from './ports/link-previews.ts'
import type { Log } from './ports/log.ts'
import type { RandomBytes } from './ports/random.ts'
import type { DataCentres } from './rpc/data-centre.ts'
import type { Store } from './store/store.ts'
import type { UserViews } from './views/user-view.ts'

/** What a service may use. Services know neither each other nor connections, and keep no state of their own. */
export interface ServicePorts {
  readonly store: Store
  readonly bus: Bus
  readonly blobs: BlobStore
  readonly documents: Documents
  readonly photos: Photos
  readonly encryptedFiles: EncryptedFiles
  readonly profilePhotos: ProfilePhotos
  readonly externalMedia: ExternalMedia
  readonly webPages: WebPages
  readonly media: MediaWorks
  /** Names this process among those that share the store; another in each run. */
  readonly process: string
  readonly clock: Clock
  /** What waits that protect somebody go by, and what is deleted for its age. */
  readonly plausible: PlausibleTime
  readonly random: RandomBytes
  readonly log: Log
  readonly codeSender: CodeSender
  readonly emailSender: EmailSender
  /** Missing unless the server is to look at the pages that messages link to. */
  readonly linkPreviews?: LinkPreviews | undefined
  /** Missing unless login codes go by e-mail because there is no SMS. */
  readonly addressBook?: AddressBook | undefined
  readonly accessHashes: AccessHashes
  readonly inputPeers: InputPeers
  readonly userViews: UserViews
  /** The server's secret, for keyed digests. */
  readonly secret: Uint8Array
  readonly settings: ServerSettings
}

/** Who may make an account: anyone; whoever has the number of an invitation; nobody. */
export type Registration = 'open' | 'invited' | 'closed'

/** The part of the configuration that clients get to see. */
export interface ServerSettings extends DataCentres {
  /** Where clients reach this server, at each of these addresses. The port is known once it listens. */
  readonly address: () => { readonly host: string; readonly otherHosts?: readonly string[]; readonly port: number }
  readonly testAccounts: boolean
  /** Whether service messages tell the other devices of login codes and of new devices. */
  readonly loginNotices: boolean
  /** Whether a login e-mail is asked of whoever signs in without one. */
  readonly loginEmail: boolean
  /** What the service account writes to a new account, `**…**` around what is to stand out; empty for nothing. */
  readonly welcomeText: string
  /** The phone number of the account that answers people's questions, in digits. */
  readonly support: string | undefined
  readonly registration: Registration
  /** What the files of an account may take, in bytes; undefined for any amount. */
  readonly fileQuota: number | undefined
  /** How many parts a file may have. */
  readonly maxFileParts: number
  /** How long a new device may not sign others out. */
  readonly freshSessionSeconds: number
}
