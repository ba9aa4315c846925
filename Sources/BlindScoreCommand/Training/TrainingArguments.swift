// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import ModelBuilding

// By their raw values.
extension Family: ExpressibleByArgument {}
extension ColumnChoice.MissingCells: ExpressibleByArgument {}
