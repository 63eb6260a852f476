/// A real OpenID provider for tests.
package io.deskwire.openid;
