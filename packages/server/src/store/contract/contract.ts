import { afterEach, beforeEach, describe } from 'vitest'
import { watchBoxOrder } from '../../testing/box-order.ts'
import type { Store } from '../store.ts'
import { accountsContract } from './accounts.ts'
import { adminLogContract } from './admin-log.ts'
import { archiveContract } from './archive.ts'
import { blobsContract } from './blobs.ts'
import { botsContract } from './bots.ts'
import { boxesContract } from './boxes.ts'
import { channelsContract } from './channels.ts'
import { chatlistsContract } from './chatlists.ts'
import { chatsContract } from './chats.ts'
import { dialogListsContract } from './dialog-lists.ts'
import { filesContract } from './files.ts'
import { gamesContract } from './games.ts'
import { groupsContract } from './groups.ts'
import { inviteLinksContract } from './invite-links.ts'
import { joiningContract } from './joining.ts'
import { messageFeaturesContract } from './message-features.ts'
import { peerPhotosContract } from './peer-photos.ts'
import { peopleContract } from './people.ts'
import { photosContract } from './photos.ts'
import { postsContract } from './posts.ts'
import { processesContract } from './processes.ts'
import { savedDialogsContract } from './saved-dialogs.ts'
import { secretChatsContract } from './secret-chats.ts'
import { signInContract } from './sign-in.ts'
import { snapshotsContract } from './snapshots.ts'
import { stickersContract } from './stickers.ts'
import { threadsContract } from './threads.ts'
import { transactionsContract } from './transactions.ts'
import { webAppsContract } from './web-apps.ts'

/** A store to try, fresh for each test. */
export interface StoreUnderTest {
  /** Opens an empty store. */
  open(): Promise<Store>
}

/** Every adapter of the store port runs this suite, from a test file of its own. */
export function storeContract(name: string, subject: StoreUnderTest): void {
  describe(`the store contract, ${name}`, () => {
    let opened: Store | undefined
    const store = (): Store => {
      if (opened === undefined) throw new TypeError('the store is opened before each test')
      return opened
    }
    beforeEach(async () => {
      // The contract keeps to the order of boxes itself.
      opened = watchBoxOrder(await subject.open())
    })
    afterEach(async () => {
      await opened?.close()
    })
    transactionsContract(store)
    snapshotsContract(store)
    accountsContract(store)
    blobsContract(store)
    botsContract(store)
    webAppsContract(store)
    gamesContract(store)
    boxesContract(store)
    channelsContract(store)
    postsContract(store)
    adminLogContract(store)
    chatlistsContract(store)
    chatsContract(store)
    peopleContract(store)
    peerPhotosContract(store)
    processesContract(store)
    signInContract(store)
    dialogListsContract(store)
    archiveContract(store)
    savedDialogsContract(store)
    messageFeaturesContract(store)
    filesContract(store)
    secretChatsContract(store)
    photosContract(store)
    groupsContract(store)
    inviteLinksContract(store)
    joiningContract(store)
    stickersContract(store)
    threadsContract(store)
  })
}
