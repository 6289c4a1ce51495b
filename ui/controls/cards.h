// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QBoxLayout;
class QString;
class QVBoxLayout;

namespace Slipway {

class PlainLabel;

/// A sheet with a heading; what is added to the layout goes under it.
QVBoxLayout *addCard(QBoxLayout *place, const QString &heading, PlainLabel **title = nullptr);

} // namespace Slipway
