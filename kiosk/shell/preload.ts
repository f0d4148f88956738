/**
 * The page needs nothing of Electron: its link to the machine is the loopback WebSocket. An empty preload says so,
 * and keeps a later one from growing in the page's world by accident.
 */
export {};
