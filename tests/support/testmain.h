// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

namespace Slipway::Test {

using Factory = std::unique_ptr<QObject> (*)();

template <typename Class>
std::unique_ptr<QObject> make()
{
    return std::make_unique<Class>();
}

/// Registers a test class under the stem of its file ("gates_test"), which is its name on the command line and in
/// CTest.
bool registerTest(const char *file, Factory factory);

} // namespace Slipway::Test

#define SLIPWAY_TEST(Class)                                                                                            \
    [[maybe_unused]] static const bool registered##Class =                                                             \
        Slipway::Test::registerTest(__FILE__, &Slipway::Test::make<Class>);
