// SPDX-License-Identifier: Apache-2.0
// What the package gives: the plugin and its options.
export { VouchPlugin } from './plugin';
export type { FailOn, VouchPluginProps } from './options';
